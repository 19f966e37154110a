import type { Interval } from './median-interval.js';
import { median } from './median.js';
import {
  processCenter,
  processInterval,
  processMedians,
  type ValuesByProcess,
} from './process-sample.js';

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
export const sampleMedian = once((samples: RoundedSamples): number =>
  processCenter(mediansByProcess(samples)),
);

/**
 * 95% interval of `sampleMedian`, see `processInterval`. A round counts as one value, since its samples resemble
 * each other. Null for too few rounds.
 */
export function sampleInterval(samples: RoundedSamples): Interval | null {
  const roundCount = new Set(samples.rounds).size;
  return processInterval(mediansByProcess(samples), roundCount, () => roundMedians(samples).values);
}

const mediansByProcess = once(({ durationsNs, processes }) =>
  processMedians(byProcess(durationsNs, processes)),
);

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
  const add = (sum: number, value: number) => sum + value;
  const { values, ...sums } = others.reduce(
    (sum, part) => sharedRounds(sum, part, add),
    first ?? { rounds: [], processes: [], values: [] },
  );
  return { ...sums, durationsNs: values };
}

/** One value for each round that both hold by one process. */
export function sharedRounds(
  a: RoundSeries,
  b: RoundSeries,
  valueOf: (a: number, b: number) => number,
): RoundSeries {
  const shared = { rounds: [] as number[], processes: [] as number[], values: [] as number[] };
  // Both ascend.
  for (let index = 0, other = 0; index < a.rounds.length; index += 1) {
    const round = a.rounds[index]!;
    const process = a.processes[index]!;
    while (other < b.rounds.length && b.rounds[other]! < round) other += 1;
    if (b.rounds[other] !== round || b.processes[other] !== process) continue;
    shared.rounds.push(round);
    shared.processes.push(process);
    shared.values.push(valueOf(a.values[index]!, b.values[other]!));
  }
  return shared;
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
