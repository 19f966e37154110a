import { SoftmaxBenchError } from '../errors.js';
import type { Sweep } from '../model/axes.js';
import { isOwn } from '../model/cell.js';
import type { Machine } from '../model/machine.js';
import type { MeasuredOutcome } from '../model/outcome.js';
import type { ResultDocument } from '../model/result.js';
import { algorithmOf, usesNonTemporalStores } from '../softmax/algorithms.js';
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
import { breakEvenOf } from './study/break-even.js';
import { judgeClaims } from './study/claims.js';
import { speedupsOf } from './study/speedups.js';
import type { Speedup, StudyFacts } from './study/study-schema.js';
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
export function analyze(
  document: ResultDocument,
  {
    study: wantedStudy,
    subject: wanted = {},
    peakBandwidthBytesPerSecond = null,
  }: AnalysisOptions = {},
): Analysis {
  const { machine } = document;
  const all = measuredOutcomes(document);
  const study = studyFor(all, wantedStudy);
  const outcomes = all.filter((outcome) => belongsTo(study, outcome));
  const placed = placeSweeps(document, measuredSweeps(outcomes));
  const checked = checkedCells(placed, outcomes, peakBandwidthBytesPerSecond);
  const outcomeById = new Map(outcomes.map((outcome) => [outcome.cell.id, outcome]));
  const cells = checked.cells.map((cell) => ({
    ...cell,
    passes: analyzePasses(outcomeById.get(cell.id)!),
  }));
  const sweeps = placed.map((sweep) => sweepFactsOf(sweep, study));
  const subject = subjectOf(sweeps, wanted);
  const passTable = sweeps.flatMap((sweep, index) => passTableOf(sweep, placed[index]!, cells));
  const aaNoise = placed.flatMap(aaNoiseOf);
  const floors = knownFloors(aaNoise);
  const speedups = placed.flatMap((sweep) => speedupsOf(study, sweep, floors));
  const threads = threadFamiliesOf(study, document, placed, speedups);
  const breakEven = breakEvenOf(study, subject, speedups);
  const winners = placed.flatMap((sweep) => winnersOf(study, sweep, floors));
  const ordinaryWinners = placed.flatMap((sweep) =>
    winnersOf(study, sweep, floors, (algorithm) => !usesNonTemporalStores(algorithm)),
  );
  const steadiness = steadinessOf({ document, outcomes: all, study, subject, cells, speedups });
  const protocol = protocolOf(document, all);
  const unreachedCellCount = unreachedCellCountOf(document);
  const claims = judgeClaims({ study, sweeps, subject, passTable, speedups, machine });
  const warnings = warningsOf({
    document,
    study,
    protocol,
    sweeps,
    cells,
    passTable,
    steadiness,
    unreachedCellCount,
  });
  const run = runFacts(document);
  return {
    analysisVersion: 1,
    study: studyFacts(study, all),
    answer: answerOf({
      study,
      machine,
      sweeps,
      subject,
      cells,
      speedups,
      breakEven,
      winners,
      ordinaryWinners,
      claims,
      threads,
      steadiness,
      isComplete: run.isComplete,
      isEmulated: document.findings.some(({ check }) => check === 'emulation'),
      warningCount: warnings.length,
    }),
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
    batches: batchesOf({ study, subject, cells, speedups, winners, ordinaryWinners }),
    externals: externalComparisonsOf(study, document, placed, floors),
    variants: variantComparisonsOf(study, placed, floors),
    writeAllocateProbes: sweeps.flatMap(
      (sweep, index) => probeWriteAllocate(sweep, placed[index]!) ?? [],
    ),
    aaNoise,
    steadiness,
    impossible: checked.impossible,
    claims,
    unmeasured: unmeasuredGroups(document),
    unreachedCellCount,
  };
}

/** Of this tool's own implementations; `external/` has the others. */
function measuredOutcomes({ outcomes }: ResultDocument): readonly MeasuredOutcome[] {
  return outcomes
    .filter((outcome) => outcome.status === 'measured')
    .filter(({ cell }) => isOwn(cell));
}

function studyFor(outcomes: readonly MeasuredOutcome[], wanted: string | undefined): Study {
  if (wanted === undefined) return studies.find((own) => isMeasured(own, outcomes)) ?? studies[0]!;
  const study = studies.find(({ id }) => id === wanted);
  if (study !== undefined) return study;
  const known = studies.map(({ id }) => id).join(', ');
  throw new SoftmaxBenchError(`unknown study "${wanted}", expected one of ${known}`);
}

function isMeasured({ operation }: Study, outcomes: readonly MeasuredOutcome[]): boolean {
  return outcomes.some(({ cell }) => cell.operation === operation);
}

/** Its operation, the memory-only versions of that, and the baselines, which belong to every study. */
function belongsTo({ operation }: Study, { cell }: MeasuredOutcome): boolean {
  const algorithm = algorithmOf(cell.implementation);
  const { kind, skeletonOf } = algorithm;
  const studied = skeletonOf === null ? algorithm : algorithmOf(skeletonOf);
  return kind === 'baseline' || studied.operation === operation;
}

function studyFacts(study: Study, outcomes: readonly MeasuredOutcome[]): StudyFacts {
  const { id, title, operation, headline, rivals, rivalsLabel, claimsSource } = study;
  const others = studies.filter((other) => other !== study && isMeasured(other, outcomes));
  const otherStudies = others.map((other) => other.id);
  return { id, title, operation, headline, rivals, rivalsLabel, claimsSource, otherStudies };
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
