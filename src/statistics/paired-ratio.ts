import type { Interval } from './median-interval.js';
import { processCenter, processInterval, type ValuesByProcess } from './process-sample.js';
import {
  bootstrapSeed,
  byProcess,
  keptRoundMedians,
  type RoundedSamples,
  type RoundSeries,
} from './rounded-samples.js';

/** How many times longer one thing takes than another. */
export interface PairedRatio {
  /** Median over the shared rounds of each process, the mean over the processes; 1 means equal. */
  readonly ratio: number;
  /** 95 % interval over processes and their rounds, or null when too few rounds hold both. */
  readonly interval: Interval | null;
  /** Rounds that hold samples of both. */
  readonly roundCount: number;
}

/**
 * The same comparison in other units or against a fixed multiple: ratio and interval times `factor`,
 * which must be positive.
 */
export function scaledRatio(
  { ratio, interval, roundCount }: PairedRatio,
  factor: number,
): PairedRatio {
  return {
    ratio: ratio * factor,
    interval: interval && { low: interval.low * factor, high: interval.high * factor },
    roundCount,
  };
}

/**
 * Time of `a` over time of `b`, in each round that holds both by one process: the ratio of the two medians of that
 * round. What slows a whole round (frequency, a neighbour on the host) cancels.
 */
export function roundRatios(a: RoundedSamples, b: RoundedSamples): RoundSeries {
  const ofA = keptRoundMedians(a);
  const ofB = keptRoundMedians(b);
  // What is compared is visited in the same rounds, but for a run that was interrupted.
  const [upper, lower] = haveSameRounds(ofA, ofB)
    ? [ofA, ofB]
    : [sharedRounds(ofA, ofB), sharedRounds(ofB, ofA)];
  const { rounds, processes } = lower;
  const values = upper.values.map((value, index) => value / lower.values[index]!);
  return { rounds, processes, values };
}

function haveSameRounds(a: RoundSeries, b: RoundSeries): boolean {
  if (a.rounds.length !== b.rounds.length) return false;
  for (let index = 0; index < a.rounds.length; index += 1) {
    if (a.rounds[index] !== b.rounds[index] || a.processes[index] !== b.processes[index]) {
      return false;
    }
  }
  return true;
}

/** What the other holds as well, measured by the same process. */
function sharedRounds({ rounds, processes, values }: RoundSeries, other: RoundSeries): RoundSeries {
  const processOfRound = new Map(
    other.rounds.map((round, index) => [round, other.processes[index]!]),
  );
  const shared = [...rounds.keys()].filter(
    (index) => processOfRound.get(rounds[index]!) === processes[index],
  );
  const ofShared = (all: readonly number[]): number[] => shared.map((index) => all[index]!);
  return {
    rounds: ofShared(rounds),
    processes: ofShared(processes),
    values: ofShared(values),
  };
}

/**
 * Time of `a` over time of `b` from the ratios of their rounds. The interval resamples processes and
 * rounds, since samples of one round are not independent. Null when no round holds both.
 */
export function pairedRatio(a: RoundedSamples, b: RoundedSamples): PairedRatio | null {
  const { values, processes } = roundRatios(a, b);
  return values.length === 0 ? null : ratioOfRounds(byProcess(values, processes));
}

/** The `ratio` of `pairedRatio`: the interval is nearly all of the work. */
export function pairedCenter(a: RoundedSamples, b: RoundedSamples): number | null {
  const { values, processes } = roundRatios(a, b);
  return values.length === 0 ? null : processCenter(byProcess(values, processes));
}

/** `pairedRatio` from the ratios of the rounds of each process. @throws RangeError without a round. */
export function ratioOfRounds(ratios: ValuesByProcess): PairedRatio {
  return {
    ratio: processCenter(ratios),
    interval: processInterval(ratios, bootstrapSeed),
    roundCount: ratios.reduce((sum, own) => sum + own.length, 0),
  };
}

/**
 * What an interval of the ratio (time of the other) / (time of this) says about this one. An interval that
 * reaches into the noise floor, from 1 / `floorRatio` to `floorRatio`, is no difference.
 * @param floorRatio by how much a thing differs from itself as measured; at least 1.
 */
export function classify(
  interval: Interval,
  floorRatio: number,
): 'faster' | 'slower' | 'no difference' {
  if (interval.low > floorRatio) return 'faster';
  if (interval.high < 1 / floorRatio) return 'slower';
  return 'no difference';
}
