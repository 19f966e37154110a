import { agreeIn, groupAxes, sweepOf, type Group } from '../../model/axes.js';
import { stopReasons, type MeasuredOutcome } from '../../model/outcome.js';
import type { ResultDocument } from '../../model/result.js';
import type { Study } from '../../softmax/studies.js';
import { minimumIntervalCount, relativeHalfWidth } from '../../statistics/median-interval.js';
import { median } from '../../statistics/median.js';
import { knownRatio, ratioOfRounds, roundRatios } from '../../statistics/paired-ratio.js';
import { betweenProcessShare, type ValuesByProcess } from '../../statistics/process-sample.js';
import { byProcess, sampleMedian } from '../../statistics/rounded-samples.js';
import { trendOf } from '../../statistics/trend.js';
import type { CellFacts, SweepFacts } from '../cells/cell-schema.js';
import { measuredSweeps, type MeasuredByImplementation } from '../cells/measured-sweeps.js';
import { headlineGain } from '../study/headline-gain.js';
import type { Speedup } from '../study/study-schema.js';
import { disturbedRounds, total, usualClockHz, type DisturbedRounds } from './disturbances.js';
import type { Disturbances, Headline, RoundRatio, Steadiness } from './quality-schema.js';

/** What steadiness is judged by: the whole run, and the headline of the study. */
export interface SteadinessInput {
  readonly document: ResultDocument;
  /** Of the run, whatever their operation: what disturbs one disturbs what is measured in turn with it. */
  readonly outcomes: readonly MeasuredOutcome[];
  readonly study: Study;
  readonly subject: SweepFacts | null;
  readonly cells: readonly CellFacts[];
  readonly speedups: readonly Speedup[];
}

/** How steady the machine was while it was measured, and what that means for the figures. */
export function steadinessOf(input: SteadinessInput): Steadiness {
  const { document, outcomes } = input;
  const gain = gainOf(input);
  const usualHz = usualClockHz(outcomes);
  const groups = measuredSweeps(outcomes).flatMap((sweep) =>
    sweep.groups.map(({ problem, measured }): GroupRounds => {
      const disturbed = disturbedRounds([...measured.values()], usualHz);
      return { ...sweepOf(sweep), problem, measured, disturbed };
    }),
  );
  const wallNs = total(outcomes.flatMap(({ noise }) => noise.wallNs));
  const otherBusyNs = outcomes.flatMap(({ noise }) => noise.otherBusyNs);
  const hasLoad = otherBusyNs.some((busyNs) => busyNs !== null);
  return {
    processCount: distinct(outcomes.map(({ processes }) => processes)).size,
    precision: precisionOf(input, gain),
    stopCounts: stopCountsOf(outcomes),
    sampledShare: sampledShareOf(document, outcomes),
    usualClockHz: usualHz,
    otherCpuLoad: hasLoad && wallNs > 0 ? Math.max(0, total(otherBusyNs) / wallNs) : null,
    disturbances: disturbancesOf(groups),
    headline: gain && headlineOf(gain, groups),
  };
}

interface GroupRounds extends Group {
  readonly measured: MeasuredByImplementation;
  readonly disturbed: DisturbedRounds;
}

/** The headline out of cache, else at the largest size. */
function gainOf({ study, subject, speedups }: SteadinessInput): Speedup | null {
  if (subject === null) return null;
  const problem = subject.outOfCacheProblem ?? subject.problems.at(-1)!;
  return headlineGain(study, { ...subject, problem }, speedups);
}

function precisionOf(
  { document, cells }: SteadinessInput,
  gain: Speedup | null,
): Steadiness['precision'] {
  const { precisionPercent, precisionPercentInCache } = document.plan.config;
  const halfWidths = cells.map(({ ci95Ns }) => (ci95Ns ? relativeHalfWidth(ci95Ns) : Infinity));
  const reached = cells.filter(
    ({ isOutOfCache }, index) =>
      100 * halfWidths[index]! <= (isOutOfCache ? precisionPercent : precisionPercentInCache),
  );
  const medianHalfWidth = halfWidths.length === 0 ? Infinity : median(halfWidths);
  return {
    cellCount: cells.length,
    reachedCount: reached.length,
    medianHalfWidth: Number.isFinite(medianHalfWidth) ? medianHalfWidth : null,
    headlineHalfWidth: gain?.interval ? relativeHalfWidth(gain.interval) : null,
  };
}

function stopCountsOf(outcomes: readonly MeasuredOutcome[]): Steadiness['stopCounts'] {
  return stopReasons.flatMap((reason) => {
    const cellCount = outcomes.filter(({ stopReason }) => stopReason === reason).length;
    return cellCount === 0 ? [] : [{ reason, cellCount }];
  });
}

/** Of the time from the start to the end of the run; null where either is not known. */
function sampledShareOf(
  { startedAtUtc, finishedAtUtc }: ResultDocument,
  outcomes: readonly MeasuredOutcome[],
): number | null {
  const sampledNs = outcomes.flatMap(({ noise }) => noise.sampledNs);
  if (finishedAtUtc === null || sampledNs.every((ns) => ns === null)) return null;
  const wallNs = (Date.parse(finishedAtUtc) - Date.parse(startedAtUtc)) * 1e6;
  return wallNs > 0 ? total(sampledNs) / wallNs : null;
}

function disturbancesOf(groups: readonly GroupRounds[]): Disturbances {
  const all = groups.flatMap(({ disturbed }) => [...disturbed.values()]);
  const changes = groups.flatMap(({ measured, disturbed }) =>
    [...measured.values()].flatMap((outcome) => medianChange(outcome, disturbed) ?? []),
  );
  return {
    roundCount: groups.reduce(
      (sum, { measured }) =>
        sum + distinct([...measured.values()].map(({ rounds }) => rounds)).size,
      0,
    ),
    disturbedCount: all.length,
    causes: [...new Set(all.flat())].map((cause) => ({
      cause,
      roundCount: all.filter((own) => own.includes(cause)).length,
    })),
    largestMedianChange: changes.length === 0 ? null : Math.max(...changes),
  };
}

/** The values of all lists, each once. */
function distinct(lists: readonly (readonly number[])[]): ReadonlySet<number> {
  const values = new Set<number>();
  for (const list of lists) for (const value of list) values.add(value);
  return values;
}

/** The share by which the median would change without the disturbed rounds; null without any, or with too few others. */
function medianChange(outcome: MeasuredOutcome, disturbed: DisturbedRounds): number | null {
  const isQuiet = (round: number): boolean => !disturbed.has(round);
  if (outcome.rounds.every(isQuiet)) return null;
  if (new Set(outcome.rounds.filter(isQuiet)).size < minimumIntervalCount) return null;
  const { durationsNs, rounds, processes } = outcome;
  const ofQuiet = (values: readonly number[]): readonly number[] =>
    values.filter((_, index) => isQuiet(rounds[index]!));
  const undisturbed = sampleMedian({
    durationsNs: ofQuiet(durationsNs),
    rounds: ofQuiet(rounds),
    processes: ofQuiet(processes),
  });
  return Math.abs(undisturbed / sampleMedian(outcome) - 1);
}

function headlineOf(gain: Speedup, groups: readonly GroupRounds[]): Headline | null {
  const group = groups.find((own) => agreeIn(own, gain, groupAxes));
  const newer = group?.measured.get(gain.implementation);
  const older = group?.measured.get(gain.over);
  if (!group || !newer || !older) return null;
  const ratios = roundRatios(older, newer);
  const rounds = ratios.rounds.map((round, index): RoundRatio => ({
    round,
    process: ratios.processes[index]!,
    ratio: ratios.values[index]!,
    isDisturbed: group.disturbed.has(round),
  }));
  const values = ratiosByProcess(rounds);
  const undisturbed = rounds.filter(({ isDisturbed }) => !isDisturbed);
  const hasOther = undisturbed.length > 0 && undisturbed.length < rounds.length;
  return {
    ...sweepOf(gain),
    implementation: gain.implementation,
    over: gain.over,
    problem: gain.problem,
    rounds,
    trend: trendOf(values),
    betweenProcessShare: gain.interval && betweenProcessShare(values),
    undisturbed: hasOther ? knownRatio(ratioOfRounds(ratiosByProcess(undisturbed))) : null,
  };
}

function ratiosByProcess(rounds: readonly RoundRatio[]): ValuesByProcess {
  return byProcess(
    rounds.map(({ ratio }) => ratio),
    rounds.map(({ process }) => process),
  );
}
