import type { Interval } from './median-interval.js';
import { median } from './median.js';
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

/** One value a round, by ascending round; the arrays have the same length. */
export interface RoundSeries {
  readonly rounds: readonly number[];
  /** Of each round its process. */
  readonly processes: readonly number[];
  readonly values: readonly number[];
}

/** Fixed, so that a document gives the same intervals whenever it is read. */
export const bootstrapSeed = 20200113;

/** Of the samples of each process the median, the mean over the processes. @throws RangeError without samples. */
export function sampleMedian({ durationsNs, processes }: RoundedSamples): number {
  const ends = endsOfProcesses(processes);
  if (ends === null) return processCenter(regrouped(durationsNs, processes));
  let begin = 0;
  let sum = 0;
  for (const end of ends) {
    sum += median(durationsNs, begin, end);
    begin = end;
  }
  if (begin === 0) throw new RangeError('no median without samples');
  return sum / ends.length;
}

/**
 * 95 % interval of `sampleMedian`, from the medians of the rounds, since samples of one round resemble each other;
 * see `processInterval`. Null for too few.
 */
export function sampleInterval(samples: RoundedSamples, ownMedian: number): Interval | null {
  const rounds = roundMedians(samples);
  const interval = processInterval(byProcess(rounds.values, rounds.processes), bootstrapSeed);
  // Rounds of unequal sample counts can have medians that all lie on one side of that of the samples.
  return (
    interval && {
      low: Math.min(interval.low, ownMedian),
      high: Math.max(interval.high, ownMedian),
    }
  );
}

/**
 * Values grouped by their process, in the order of the processes' first values.
 * @param processes of each value its process.
 */
export function byProcess(
  values: readonly number[],
  processes: readonly number[],
): ValuesByProcess {
  const ends = endsOfProcesses(processes);
  if (ends === null) return regrouped(values, processes);
  return ends.map((end, index) => values.slice(ends[index - 1] ?? 0, end));
}

/**
 * Where the values of each process end; null where a process comes back. One process is measured after the other,
 * but in a run that went on after an interruption.
 */
function endsOfProcesses(processes: readonly number[]): readonly number[] | null {
  const count = processes.length;
  const ends: number[] = [];
  for (let end = 1; end < count; end += 1) {
    if (processes[end] === processes[end - 1]) continue;
    if (processes[end]! < processes[end - 1]!) return null;
    ends.push(end);
  }
  if (count > 0) ends.push(count);
  return ends;
}

function regrouped(values: readonly number[], processes: readonly number[]): ValuesByProcess {
  const groups = new Map<number, number[]>();
  values.forEach((value, index) => {
    const own = groups.get(processes[index]!);
    if (own === undefined) groups.set(processes[index]!, [value]);
    else own.push(value);
  });
  return [...groups.values()];
}

/** Kept as long as the samples. */
const mediansBySamples = new WeakMap<RoundedSamples, RoundSeries>();

/** The median of the samples of each round. */
export function roundMedians(samples: RoundedSamples): RoundSeries {
  return (
    mediansBySamples.get(samples) ??
    mediansOf(isAscending(samples.rounds) ? samples : byRound(samples))
  );
}

/** The same, to be kept for who compares the samples with several others; to keep them takes as long as to find them. */
export function keptRoundMedians(samples: RoundedSamples): RoundSeries {
  const known = mediansBySamples.get(samples);
  if (known !== undefined) return known;
  const medians = roundMedians(samples);
  mediansBySamples.set(samples, medians);
  return medians;
}

function mediansOf(samples: RoundedSamples): RoundSeries {
  const { durationsNs } = samples;
  const rounds: number[] = [];
  const processes: number[] = [];
  const values: number[] = [];
  for (let begin = 0, end = 1; begin < durationsNs.length; begin = end, end += 1) {
    const round = samples.rounds[begin]!;
    while (end < durationsNs.length && samples.rounds[end] === round) end += 1;
    rounds.push(round);
    processes.push(samples.processes[begin]!);
    values.push(medianBetween(durationsNs, begin, end));
  }
  return { rounds, processes, values };
}

/** A round has one sample or three, and a document thousands of rounds. */
function medianBetween(values: readonly number[], begin: number, end: number): number {
  const a = values[begin]!;
  if (end - begin === 1) return a;
  if (end - begin !== 3) return median(values.slice(begin, end));
  const b = values[begin + 1]!;
  const c = values[begin + 2]!;
  if (a < b) return b < c ? b : Math.max(a, c);
  return a < c ? a : Math.max(b, c);
}

function isAscending(values: readonly number[]): boolean {
  for (let index = 1; index < values.length; index += 1) {
    if (values[index]! < values[index - 1]!) return false;
  }
  return true;
}

function byRound({ durationsNs, rounds, processes }: RoundedSamples): RoundedSamples {
  const order = [...rounds.keys()].sort((a, b) => rounds[a]! - rounds[b]!);
  const inOrder = (values: readonly number[]): number[] => order.map((index) => values[index]!);
  return {
    durationsNs: inOrder(durationsNs),
    rounds: inOrder(rounds),
    processes: inOrder(processes),
  };
}
