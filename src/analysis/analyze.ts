import type { Sweep } from '../model/axes.js';
import { isOwn } from '../model/cell.js';
import type { Machine } from '../model/machine.js';
import type { MeasuredOutcome } from '../model/outcome.js';
import type { ResultDocument } from '../model/result.js';
import { usesNonTemporalStores } from '../softmax/algorithms.js';
import { studies, type Study } from '../softmax/studies.js';
import type { Analysis, RunFacts } from './analysis.js';
import { batchesOf } from './batches/batches.js';
import { externalComparisonsOf } from './external/external-comparison.js';
import { cellsOf } from './cells/cell-analysis.js';
import type { CellFacts, ImpossibleFigure, SweepFacts } from './cells/cell-schema.js';
import { findImpossible, flagImpossible } from './cells/impossible.js';
import { measuredSweeps } from './cells/measured-sweeps.js';
import { sweepFactsOf } from './cells/out-of-cache.js';
import { placeSweeps, type PlacedSweep } from './cells/placed-sweeps.js';
import { analyzePasses } from './passes/pass-analysis.js';
import { passTableOf } from './passes/pass-table.js';
import { probeWriteAllocate } from './passes/write-allocate.js';
import { aaNoiseOf, knownFloors } from './quality/aa-noise.js';
import type { FloorRatio } from './quality/quality-schema.js';
import { steadinessOf } from './quality/steadiness.js';
import { warningsOf } from './quality/warnings.js';
import { protocolOf, runFacts, unmeasuredGroups, unreachedCellCountOf } from './run-facts.js';
import { answerOf } from './study/answer.js';
import { belongsTo, studyFacts, studyFor } from './study/chosen-study.js';
import { breakEvenOf } from './study/break-even.js';
import { judgeClaims } from './study/claims.js';
import { speedupsOf } from './study/speedups.js';
import type { Speedup } from './study/study-schema.js';
import { subjectOf } from './study/subject.js';
import { stateWinnersOf, winnersOf } from './study/winners.js';
import { threadFamiliesOf } from './threads/thread-families.js';
import { variantComparisonsOf } from './variants/variant-comparison.js';

/** What an analysis can be told beyond the document. */
export interface AnalysisOptions {
  /**
   * The id of the study to answer; by default the first of `studies` whose operation was measured, else the
   * first.
   */
  readonly study?: string | undefined;
  /** What the subject must match; nothing leaves the choice to `study/subject.ts`. */
  readonly subject?: Partial<Sweep>;
  /** Theoretical DRAM bandwidth; results above it are flagged. Null if it is not known. */
  readonly peakBandwidthBytesPerSecond?: number | null;
}

/** The measured cells of every operation, as tables and exports need them. */
export interface CellsAnalysis {
  readonly run: RunFacts;
  readonly machine: Machine;
  /** In the order of the axes. */
  readonly sweeps: readonly SweepFacts[];
  /** By sweep, problem, implementation. */
  readonly cells: readonly CellFacts[];
  readonly impossible: readonly ImpossibleFigure[];
}

/**
 * The measured cells of all operations. The study decides the out-of-cache shapes of the sweeps and nothing
 * else.
 * @throws SoftmaxBenchError for an unknown study.
 */
export function analyzeCells(
  document: ResultDocument,
  { study: wanted, peakBandwidthBytesPerSecond = null }: AnalysisOptions = {},
): CellsAnalysis {
  const outcomes = measuredOutcomes(document);
  const study = studyFor(outcomes, wanted);
  const sweeps = placeSweeps(document, measuredSweeps(outcomes));
  return {
    run: runFacts(document),
    machine: document.machine,
    sweeps: sweeps.map((sweep) => sweepFactsOf(sweep, study)),
    ...checkedCells(sweeps, outcomes, peakBandwidthBytesPerSecond),
  };
}

/** What is known of a run before its cells are analysed. */
export interface RunOutline {
  readonly run: RunFacts;
  /** With their caches and measured groups, for all operations. */
  readonly sweeps: readonly PlacedSweep[];
  readonly floors: readonly FloorRatio[];
}

/** For a comparison, which takes a part of the cells only; `analyze` gives the same. */
export function outlineRun(document: ResultDocument): RunOutline {
  const sweeps = placeSweeps(document, measuredSweeps(measuredOutcomes(document)));
  return { run: runFacts(document), sweeps, floors: knownFloors(sweeps.flatMap(aaNoiseOf)) };
}

/** The speed-ups of every study that was measured; `analyze` gives those of one. */
export function everySpeedup(document: ResultDocument): readonly Speedup[] {
  const { sweeps, floors } = outlineRun(document);
  return studies.flatMap((study) => sweeps.flatMap((sweep) => speedupsOf(study, sweep, floors)));
}

/**
 * Everything that a document says about one study; the same for the same document and options. Cells of
 * other operations do not change its figures; protocol, steadiness and unmeasured cells are those of the whole
 * run.
 * @throws SoftmaxBenchError for an unknown study.
 */
export function analyze(document: ResultDocument, options: AnalysisOptions = {}): Analysis {
  const { machine } = document;
  const all = measuredOutcomes(document);
  const study = studyFor(all, options.study);
  const peakBytesPerSecond = options.peakBandwidthBytesPerSecond ?? null;
  const measured = measuredFacts(document, all, study, peakBytesPerSecond);
  const { placed, floors, impossible, writeAllocateProbes, ...tables } = measured;
  const { sweeps, cells, passTable, speedups, winners, ordinaryWinners } = tables;
  const subject = subjectOf(sweeps, options.subject ?? {});
  const threads = threadFamiliesOf(study, document, placed, speedups);
  const steadiness = steadinessOf({ document, outcomes: all, study, subject, cells, speedups });
  const protocol = protocolOf(document, all);
  const unreachedCellCount = unreachedCellCountOf(document);
  const claims = judgeClaims({ study, sweeps, subject, passTable, speedups, machine });
  const batches = batchesOf({ study, subject, cells, speedups, winners, ordinaryWinners });
  const conclusions = { study, machine, subject, claims, threads, steadiness, batches };
  const warnings = warningsOf({
    document,
    protocol,
    unreachedCellCount,
    ...conclusions,
    ...tables,
  });
  const run = runFacts(document);
  const answer = answerOf({
    ...conclusions,
    ...tables,
    breakEven: breakEvenOf(study.headline, subject, speedups),
    isComplete: run.isComplete,
    isEmulated: document.findings.some(({ check }) => check === 'emulation'),
    warningCount: warnings.length,
  });
  return {
    analysisVersion: 1,
    study: studyFacts(study, all),
    answer,
    run,
    machine,
    protocol,
    warnings,
    sweeps,
    subject,
    cells,
    passTable,
    speedups,
    winners,
    stateWinners: stateWinnersOf(winners),
    threads,
    batches,
    externals: externalComparisonsOf(study, document, placed, floors),
    variants: variantComparisonsOf(study, placed, floors),
    writeAllocateProbes,
    aaNoise: tables.aaNoise,
    steadiness,
    impossible,
    claims,
    unmeasured: unmeasuredGroups(document),
    unreachedCellCount,
  };
}

/** What was measured of a study, as tables. */
function measuredFacts(
  document: ResultDocument,
  all: readonly MeasuredOutcome[],
  study: Study,
  peakBytesPerSecond: number | null,
) {
  const outcomes = all.filter((outcome) => belongsTo(study, outcome));
  const placed = placeSweeps(document, measuredSweeps(outcomes));
  const checked = checkedCells(placed, outcomes, peakBytesPerSecond);
  const outcomeById = new Map(outcomes.map((outcome) => [outcome.cell.id, outcome]));
  const cells = checked.cells.map((cell) => ({
    ...cell,
    passes: analyzePasses(outcomeById.get(cell.id)!),
  }));
  const sweeps = placed.map((sweep) => sweepFactsOf(sweep, study));
  const aaNoise = placed.flatMap(aaNoiseOf);
  const floors = knownFloors(aaNoise);
  return {
    placed,
    floors,
    impossible: checked.impossible,
    writeAllocateProbes: sweeps.flatMap(
      (sweep, index) => probeWriteAllocate(sweep, placed[index]!) ?? [],
    ),
    sweeps,
    cells,
    passTable: sweeps.flatMap((sweep, index) => passTableOf(sweep, placed[index]!, cells)),
    aaNoise,
    speedups: placed.flatMap((sweep) => speedupsOf(study, sweep, floors)),
    winners: placed.flatMap((sweep) => winnersOf(study, sweep, floors)),
    ordinaryWinners: placed.flatMap((sweep) =>
      winnersOf(study, sweep, floors, (algorithm) => !usesNonTemporalStores(algorithm)),
    ),
  };
}

/** Of this tool's own implementations; `external/` has the others. */
function measuredOutcomes({ outcomes }: ResultDocument): readonly MeasuredOutcome[] {
  return outcomes
    .filter((outcome) => outcome.status === 'measured')
    .filter(({ cell }) => isOwn(cell));
}

function checkedCells(
  sweeps: readonly PlacedSweep[],
  outcomes: readonly MeasuredOutcome[],
  peakBytesPerSecond: number | null,
): Pick<CellsAnalysis, 'cells' | 'impossible'> {
  const cells = sweeps.flatMap(cellsOf);
  const impossible = findImpossible(cells, outcomes, peakBytesPerSecond);
  return { cells: flagImpossible(cells, impossible), impossible };
}
