import { median, type Interval } from './median.js';
import { processCenter, processInterval, type ValuesByProcess } from './process-sample.js';

/**
 * Samples with the round in which, and the process by which, each was taken; the arrays have the same
 * length. A round's samples are of one process.
 */
export interface RoundedSamples {
  readonly durationsNs: readonly number[];
  readonly rounds: readonly number[];
  readonly processes: readonly number[];
}

/** What the samples of one round come to. */
export interface RoundMedian {
  readonly round: number;
  readonly process: number;
  readonly median: number;
}

/** What is told of samples. */
export interface SampleSummary {
  /** Of the samples of each process, the mean over the processes. */
  readonly median: number;
  /** Median of |sample - median|, unscaled. */
  readonly medianAbsoluteDeviation: number;
  /** Of the median, from those of the rounds, since samples of one round resemble each other; see `processInterval`. */
  readonly ci95: Interval | null;
}

/** Fixed, so that a document gives the same intervals whenever it is read. */
export const bootstrapSeed = 20200113;

/** @throws RangeError without samples. */
export function summarizeSamples(samples: RoundedSamples): SampleSummary {
  const { durationsNs, processes } = samples;
  const center = processCenter(byProcess(durationsNs, processes));
  const rounds = [...roundMedians(samples).values()];
  const interval = processInterval(
    byProcess(
      rounds.map((round) => round.median),
      rounds.map(({ process }) => process),
    ),
    bootstrapSeed,
  );
  return {
    median: center,
    // Computed where it is asked for: a comparison of a thousand runs does not.
    get medianAbsoluteDeviation() {
      return median(durationsNs.map((value) => Math.abs(value - center)));
    },
    // Rounds of unequal sample counts can have medians that all lie on one side of that of the samples.
    ci95: interval && {
      low: Math.min(interval.low, center),
      high: Math.max(interval.high, center),
    },
  };
}

/**
 * Values grouped by their process, in the order of the processes' first values.
 * @param processes of each value its process.
 */
export function byProcess(
  values: readonly number[],
  processes: readonly number[],
): ValuesByProcess {
  const groups = new Map<number, number[]>();
  let own: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const process = processes[index]!;
    // Most values are of the process of the one before.
    if (process !== processes[index - 1]) {
      own = groups.get(process) ?? [];
      groups.set(process, own);
    }
    own.push(values[index]!);
  }
  return [...groups.values()];
}

/** An outcome is compared with several others, so its medians are kept as long as it is. */
const mediansBySamples = new WeakMap<RoundedSamples, ReadonlyMap<number, RoundMedian>>();

/** By round. */
export function roundMedians(samples: RoundedSamples): ReadonlyMap<number, RoundMedian> {
  const known = mediansBySamples.get(samples);
  if (known !== undefined) return known;
  const byRound = new Map<number, { process: number; durationsNs: number[] }>();
  samples.durationsNs.forEach((durationNs, index) => {
    const round = samples.rounds[index]!;
    const own = byRound.get(round);
    if (own !== undefined) own.durationsNs.push(durationNs);
    else byRound.set(round, { process: samples.processes[index]!, durationsNs: [durationNs] });
  });
  const medians = new Map<number, RoundMedian>();
  for (const [round, { process, durationsNs }] of byRound) {
    medians.set(round, { round, process, median: median(durationsNs) });
  }
  mediansBySamples.set(samples, medians);
  return medians;
}
