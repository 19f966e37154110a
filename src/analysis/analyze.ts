import type { ResultDocument } from '../model/result.js';
import { algorithms } from '../softmax/algorithms.js';
import type { MeasuredOutcome } from './cells/measured.js';
import type {
  Analysis,
  AnalysisOptions,
  CacheBoundary,
  CacheFindings,
  CellAnalysis,
  CellFacts,
  FloorRatio,
  RunFacts,
} from './analysis.js';
import { answerOf } from './study/answer.js';
import { findCaches } from './cells/cache-findings.js';
import { analyzeCell, overPredictions } from './cells/cell-analysis.js';
import { groupMeasured, type MeasuredGroup, type MeasuredSize } from './cells/sweeps.js';
import { findImpossible, flagImpossible } from './cells/impossible.js';
import { floorRatiosOf, noiseFloorsOf } from './quality/aa-noise.js';
import { groupFacts } from './cells/out-of-cache.js';
import { holdClaims } from './study/paper-claims.js';
import { analyzePasses } from './passes/pass-analysis.js';
import { passTableOf } from './passes/pass-table.js';
import { groupProblems } from './quality/problems.js';
import { protocolOf, runFacts } from './run-facts.js';
import { speedupsOf } from './study/speedups.js';
import { steadinessOf } from './quality/steadiness.js';
import { subjectOf } from './study/subject.js';
import { warningsOf } from './quality/warnings.js';
import { probeWriteAllocate } from './passes/write-allocate.js';

/** The part of an analysis that tables need, which takes a fraction of the time. */
export interface CellsAnalysis extends Pick<Analysis, 'run' | 'machine' | 'caches' | 'impossible'> {
  readonly cells: readonly CellFacts[];
}

/** The measured cells of a document as tables need them; `analyze` gives the same and more of each. */
export function analyzeCells(
  document: ResultDocument,
  peakBandwidthBytesPerSecond: number | null = null,
): CellsAnalysis {
  const outcomes = measuredOutcomes(document);
  const groups = groupMeasured(outcomes);
  const caches = findCaches(document.machine, groups);
  const plainCells = groups
    .flatMap((group) => group.sizes)
    .flatMap((size) => cellsOfSize(size, caches.boundaries));
  const impossible = findImpossible(plainCells, outcomes, peakBandwidthBytesPerSecond);
  const cells = flagImpossible(plainCells, impossible);
  return { run: runFacts(document), machine: document.machine, caches, cells, impossible };
}

/** What is known of a run before its cells are looked at. */
export interface RunOutline {
  readonly run: RunFacts;
  readonly caches: CacheFindings;
  readonly groups: readonly MeasuredGroup[];
  readonly floors: readonly FloorRatio[];
}

/** For who takes of a thousand documents a part of their cells; `analyze` gives the same. */
export function outlineRun(document: ResultDocument): RunOutline {
  const groups = groupMeasured(measuredOutcomes(document));
  const caches = findCaches(document.machine, groups);
  const floors = groups.flatMap((group) => floorRatiosOf(group, caches.boundaries));
  return { run: runFacts(document), caches, groups, floors };
}

/** Everything that a document tells; the same for the same document and options. */
export function analyze(
  document: ResultDocument,
  { peakBandwidthBytesPerSecond, subject: wanted = {} }: AnalysisOptions = {},
): Analysis {
  const { run, machine, caches, impossible, ...rest } = analyzeCells(
    document,
    peakBandwidthBytesPerSecond,
  );
  const outcomes = measuredOutcomes(document);
  const measuredGroups = groupMeasured(outcomes);
  const cells = withIntervalsAndPasses(rest.cells, measuredGroups);
  const groups = measuredGroups.map((group) => groupFacts(group, cells));
  const subject = subjectOf(groups, wanted);
  const passTable = measuredGroups.flatMap((group, index) =>
    passTableOf(groups[index]!, group, cells),
  );
  const noiseFloors = measuredGroups.flatMap((group) => noiseFloorsOf(group, caches.boundaries));
  const speedups = measuredGroups.flatMap((group) => speedupsOf(group, cells, noiseFloors));
  const steadiness = steadinessOf({
    document,
    outcomes,
    groups: measuredGroups,
    subject,
    speedups,
  });
  const protocol = protocolOf(document, outcomes);
  const seenCellIds = new Set(document.outcomes.map(({ cell }) => cell.id));
  const unmeasuredCellCount = document.plan.cells.filter(({ id }) => !seenCellIds.has(id)).length;
  const { cpuModel } = machine;
  return {
    analysisVersion: 1,
    answer: answerOf({ subject, cells, speedups, caches }),
    run,
    machine,
    protocol,
    warnings: warningsOf({
      document,
      protocol,
      caches,
      groups,
      cells,
      passTable,
      steadiness,
      unmeasuredCellCount,
    }),
    caches,
    groups,
    subject,
    cells,
    passTable,
    speedups,
    writeAllocateProbes: measuredGroups.flatMap(
      (group, index) => probeWriteAllocate(group, groups[index]!.outOfCacheElementCount) ?? [],
    ),
    noiseFloors,
    steadiness,
    impossible,
    paperClaims: holdClaims({ groups, subject, passTable, speedups, cpuModel }),
    problems: groupProblems(document.outcomes),
    unmeasuredCellCount,
  };
}

function withIntervalsAndPasses(
  cells: readonly CellFacts[],
  groups: readonly MeasuredGroup[],
): readonly CellAnalysis[] {
  const sizeByCellId = new Map(
    groups
      .flatMap(({ sizes }) => sizes)
      .flatMap((size) => [...size.measured.values()].map(({ cell }) => [cell.id, size])),
  );
  return cells.map((cell) => {
    const { measured } = sizeByCellId.get(cell.id)!;
    const outcome = measured.get(cell.algorithm)!;
    return { ...cell, ...overPredictions(outcome, measured), passes: analyzePasses(outcome) };
  });
}

function measuredOutcomes({ outcomes }: ResultDocument): readonly MeasuredOutcome[] {
  return outcomes.filter((outcome) => outcome.status === 'measured');
}

function cellsOfSize(
  { measured }: MeasuredSize,
  boundaries: readonly CacheBoundary[],
): readonly CellFacts[] {
  return algorithms.flatMap(({ id }) => {
    const outcome = measured.get(id);
    return outcome === undefined ? [] : [analyzeCell(outcome, measured, boundaries)];
  });
}
