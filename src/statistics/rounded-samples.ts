import type { Interval } from './median-interval.js';
import { median } from './median.js';
import { processCenter, processInterval, type ValuesByProcess } from './process-sample.js';

/**
 * Samples with the round in which, and the process by which, each was taken; the arrays have the same
 * length. A round's samples are of one process. Never changed: what follows from them is kept with them.
 */
export interface RoundedSamples {
  readonly durationsNs: readonly number[];
  readonly rounds: readonly number[];
  readonly processes: readonly number[];
}

/** One value a round, by ascending round; the arrays have the same length. */
export interface RoundSeries {
  readonly rounds: readonly number[];
  /** Of each round its process. */
  readonly processes: readonly number[];
  readonly values: readonly number[];
}

/**
 * `processCenter` of the samples: of one process their median, of several the geometric mean of their medians.
 * @throws RangeError without samples.
 */
export const sampleMedian = once(({ durationsNs, processes }: RoundedSamples): number =>
  processCenter(byProcess(durationsNs, processes)),
);

/**
 * 95% interval of `sampleMedian`, see `processInterval`. A round counts as one value, since its samples resemble
 * each other. Null for too few rounds.
 */
export function sampleInterval(samples: RoundedSamples): Interval | null {
  const { durationsNs, processes } = samples;
  return processInterval(byProcess(durationsNs, processes), roundMedians(samples).values);
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
  values.forEach((value, index) => {
    const own = groups.get(processes[index]!);
    if (own === undefined) groups.set(processes[index]!, [value]);
    else own.push(value);
  });
  return [...groups.values()];
}

/** One sample for each round that holds all of `parts` by one process: the sum of their medians in it. */
export function summedRounds(parts: readonly RoundedSamples[]): RoundedSamples {
  const [first, ...others] = parts.map(roundMedians);
  const indices = others.map(({ rounds }) => new Map(rounds.map((round, index) => [round, index])));
  const sums = (first?.rounds ?? []).flatMap((round, at) => {
    const process = first!.processes[at]!;
    const values = others.flatMap((other, part) => {
      const index = indices[part]!.get(round);
      return index === undefined || other.processes[index] !== process ? [] : other.values[index]!;
    });
    if (values.length < others.length) return [];
    const durationNs = values.reduce((sum, value) => sum + value, first!.values[at]!);
    return [{ round, process, durationNs }];
  });
  return {
    rounds: sums.map(({ round }) => round),
    processes: sums.map(({ process }) => process),
    durationsNs: sums.map(({ durationNs }) => durationNs),
  };
}

/** The median of the samples of each round. */
export const roundMedians = once((samples: RoundedSamples): RoundSeries => {
  const { durationsNs, rounds, processes } = ascending(samples);
  const series = { rounds: [] as number[], processes: [] as number[], values: [] as number[] };
  for (let start = 0, end = 0; start < rounds.length; start = end) {
    while (end < rounds.length && rounds[end] === rounds[start]) end += 1;
    series.rounds.push(rounds[start]!);
    series.processes.push(processes[start]!);
    series.values.push(
      end === start + 1 ? durationsNs[start]! : median(durationsNs.slice(start, end)),
    );
  }
  return series;
});

/** A function of samples that works once for each: a report compares the same cell with a dozen others. */
function once<Result>(derive: (samples: RoundedSamples) => Result): typeof derive {
  const known = new WeakMap<RoundedSamples, Result>();
  return (samples) => {
    const before = known.get(samples);
    if (before !== undefined) return before;
    const result = derive(samples);
    known.set(samples, result);
    return result;
  };
}

/** By round, as they are taken; a document may have them in any order. */
function ascending(samples: RoundedSamples): RoundedSamples {
  const { durationsNs, rounds, processes } = samples;
  if (rounds.every((round, index) => index === 0 || rounds[index - 1]! <= round)) return samples;
  const order = [...rounds.keys()].sort((a, b) => rounds[a]! - rounds[b]!);
  return {
    durationsNs: order.map((index) => durationsNs[index]!),
    rounds: order.map((index) => rounds[index]!),
    processes: order.map((index) => processes[index]!),
  };
}
