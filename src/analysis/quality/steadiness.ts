import { byProcess, bootstrapSeed } from '../../statistics/rounded-samples.js';
import {
  betweenProcessShare,
  processCenter,
  type ValuesByProcess,
} from '../../statistics/process-sample.js';
import { ratioOfRounds, roundRatios } from '../../statistics/paired-ratio.js';
import { trendOf } from '../../statistics/trend.js';
import type { ResultDocument } from '../../model/result.js';
import type {
  DisturbanceCause,
  Disturbances,
  GroupFacts,
  Headline,
  RoundRatio,
  Speedup,
  Steadiness,
} from '../analysis.js';
import { disturbedRounds, total, usualClockHz, type DisturbedRounds } from './disturbances.js';
import { groupOf, isSameGroup, type MeasuredGroup } from '../cells/sweeps.js';
import type { MeasuredOutcome } from '../cells/measured.js';
import { twoPassGain } from '../study/headline-gain.js';

/** What steadiness is told from. */
export interface SteadinessInput {
  readonly document: ResultDocument;
  readonly outcomes: readonly MeasuredOutcome[];
  readonly groups: readonly MeasuredGroup[];
  readonly subject: GroupFacts | null;
  readonly speedups: readonly Speedup[];
}

/** How steady the machine was while it was measured, and what that means for the figures. */
export function steadinessOf(input: SteadinessInput): Steadiness {
  const { document, outcomes, groups } = input;
  const usualHz = usualClockHz(outcomes);
  const sizes = groups.flatMap((group) =>
    group.sizes.map(({ elementCount, measured }) => ({
      group,
      elementCount,
      measured: [...measured.values()],
      disturbed: disturbedRounds([...measured.values()], usualHz),
    })),
  );
  const wallNs = total(outcomes.flatMap(({ noise }) => noise.wallNs));
  const otherBusyNs = outcomes.flatMap(({ noise }) => noise.otherBusyNs);
  const hasLoad = otherBusyNs.some((busyNs) => busyNs !== null);
  return {
    processCount: new Set(outcomes.flatMap(({ processes }) => processes)).size,
    stopCounts: stopCountsOf(outcomes),
    sampledShare: sampledShareOf(document, outcomes),
    usualClockHz: usualHz,
    otherCpuLoad: hasLoad && wallNs > 0 ? Math.max(0, total(otherBusyNs) / wallNs) : null,
    disturbances: disturbancesOf(sizes),
    headline: headlineOf(input, (own, elementCount) =>
      sizes.find((size) => isSameGroup(size.group, own) && size.elementCount === elementCount),
    ),
  };
}

interface DisturbedSize {
  readonly measured: readonly MeasuredOutcome[];
  readonly disturbed: DisturbedRounds;
}

function stopCountsOf(outcomes: readonly MeasuredOutcome[]): Steadiness['stopCounts'] {
  const reasons = ['converged', 'rounds', 'budget', 'interrupted'] as const;
  return reasons.flatMap((reason) => {
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

function disturbancesOf(sizes: readonly DisturbedSize[]): Disturbances {
  const all = sizes.flatMap(({ disturbed }) => [...disturbed.values()]);
  const causes = [...new Set(all.flat())];
  return {
    roundCount: sizes.reduce((sum, { measured }) => sum + roundsOf(measured).size, 0),
    disturbedCount: all.length,
    causes: causes.map((cause: DisturbanceCause) => ({
      cause,
      roundCount: all.filter((own) => own.includes(cause)).length,
    })),
    largestMedianChange: sizes.reduce<number | null>((largest, size) => {
      const changes = size.measured.flatMap(
        (outcome) => medianChange(outcome, size.disturbed) ?? [],
      );
      return changes.length === 0 ? largest : Math.max(largest ?? 0, ...changes);
    }, null),
  };
}

function roundsOf(outcomes: readonly MeasuredOutcome[]): ReadonlySet<number> {
  return new Set(outcomes.flatMap(({ rounds }) => rounds));
}

/** By what share the median would change without the disturbed rounds; null when nothing would be left, or out. */
function medianChange(outcome: MeasuredOutcome, disturbed: DisturbedRounds): number | null {
  const isKept = (round: number): boolean => !disturbed.has(round);
  if (outcome.rounds.every(isKept) || !outcome.rounds.some(isKept)) return null;
  const { durationsNs, rounds, processes } = outcome;
  const ofKept = (values: readonly number[]): readonly number[] =>
    values.filter((_, index) => isKept(rounds[index]!));
  const undisturbed = processCenter(byProcess(ofKept(durationsNs), ofKept(processes)));
  return Math.abs(undisturbed / processCenter(byProcess(durationsNs, processes)) - 1);
}

function headlineOf(
  { subject, speedups, groups }: SteadinessInput,
  disturbedOf: (group: GroupFacts, elementCount: number) => DisturbedSize | undefined,
): Headline | null {
  const elementCount = subject?.outOfCacheElementCount ?? subject?.elementCounts.at(-1) ?? null;
  const gain = subject && twoPassGain(subject, elementCount, speedups);
  const measured = groups
    .find((group) => subject !== null && isSameGroup(group, subject))
    ?.sizes.find((size) => size.elementCount === elementCount)?.measured;
  const newer = measured?.get('two-pass');
  const older = gain && measured?.get(gain.over);
  if (!subject || !gain || newer === undefined || !older) return null;
  const disturbed = disturbedOf(subject, gain.elementCount)?.disturbed ?? new Map<number, never>();
  const ratios = roundRatios(older, newer);
  const rounds = ratios.rounds.map((round, index): RoundRatio => ({
    round,
    process: ratios.processes[index]!,
    ratio: ratios.values[index]!,
    isDisturbed: disturbed.has(round),
  }));
  const values = ratiosByProcess(rounds);
  const undisturbed = rounds.filter(({ isDisturbed }) => !isDisturbed);
  const hasOther = undisturbed.length > 0 && undisturbed.length < rounds.length;
  return {
    ...groupOf(subject),
    algorithm: 'two-pass',
    over: gain.over,
    elementCount: gain.elementCount,
    rounds,
    trend: trendOf(values),
    betweenProcessShare: betweenProcessShare(values, bootstrapSeed),
    undisturbed: hasOther ? ratioOfRounds(ratiosByProcess(undisturbed)) : null,
  };
}

function ratiosByProcess(rounds: readonly RoundRatio[]): ValuesByProcess {
  return byProcess(
    rounds.map(({ ratio }) => ratio),
    rounds.map(({ process }) => process),
  );
}
