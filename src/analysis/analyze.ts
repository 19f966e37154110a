import type { ResultDocument } from '../document/result.js';
import { algorithms } from '../softmax/algorithms.js';
import type {
  Analysis,
  AnalysisOptions,
  CacheBoundary,
  CellAnalysis,
  Speedup,
} from './analysis.js';
import { answerOf } from './answer.js';
import { findCaches } from './cache-findings.js';
import { analyzeCell } from './cell-analysis.js';
import { groupMeasured, type MeasuredSize } from './groups.js';
import { findImpossible, flagImpossible } from './impossible.js';
import { groupFacts } from './out-of-cache.js';
import { holdClaims } from './paper-claims.js';
import { passTableOf } from './pass-table.js';
import { groupProblems } from './problems.js';
import { protocolOf, runFacts } from './run-facts.js';
import { speedupsOfSize } from './speedups.js';
import { warningsOf } from './warnings.js';
import { probeWriteAllocate } from './write-allocate.js';

/** Everything that a document tells; the same for the same document and options. */
export function analyze(
  document: ResultDocument,
  { peakBandwidthBytesPerSecond }: AnalysisOptions,
): Analysis {
  const outcomes = document.outcomes.filter((outcome) => outcome.status === 'measured');
  const measuredGroups = groupMeasured(outcomes);
  const caches = findCaches(document.machine, measuredGroups);
  const sizes = measuredGroups
    .flatMap((group) => group.sizes)
    .map((size) => analyzeSize(size, caches.boundaries));
  const plainCells = sizes.flatMap(({ cells }) => cells);
  const speedups = sizes.flatMap((size) => size.speedups);
  const impossible = findImpossible(plainCells, outcomes, peakBandwidthBytesPerSecond);
  const cells = flagImpossible(plainCells, impossible);
  const groups = measuredGroups.map((group) => groupFacts(group, cells));
  const protocol = protocolOf(document, outcomes);
  const seenCellIds = new Set(document.outcomes.map(({ cell }) => cell.id));
  const unmeasuredCellCount = document.plan.cells.filter(({ id }) => !seenCellIds.has(id)).length;
  const { cpuModel } = document.machine;
  return {
    analysisVersion: 1,
    answer: answerOf({ groups, cells, speedups, caches }),
    run: runFacts(document),
    machine: document.machine,
    protocol,
    warnings: warningsOf({ document, protocol, caches, groups, cells, unmeasuredCellCount }),
    caches,
    groups,
    cells,
    passTable: groups.flatMap((group) => passTableOf(group, cells)),
    speedups,
    writeAllocateProbes: measuredGroups.flatMap(
      (group, index) => probeWriteAllocate(group, groups[index]!.outOfCacheElementCount) ?? [],
    ),
    impossible,
    paperClaims: holdClaims({ groups, cells, speedups, cpuModel }),
    problems: groupProblems(document.outcomes),
    unmeasuredCellCount,
  };
}

function analyzeSize(
  { measured }: MeasuredSize,
  boundaries: readonly CacheBoundary[],
): { readonly cells: readonly CellAnalysis[]; readonly speedups: readonly Speedup[] } {
  const cells = algorithms.flatMap(({ id }) => {
    const outcome = measured.get(id);
    return outcome === undefined ? [] : [analyzeCell(outcome, measured, boundaries)];
  });
  const byAlgorithm = new Map(cells.map((cell) => [cell.algorithm, cell]));
  return { cells, speedups: speedupsOfSize(measured, byAlgorithm) };
}
