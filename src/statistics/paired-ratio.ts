import type { Interval } from './median.js';
import { processCenter, processInterval, type ValuesByProcess } from './process-sample.js';
import { bootstrapSeed, byProcess, roundMedians, type RoundedSamples } from './rounded-samples.js';

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
export function scaledRatio(unscaled: PairedRatio, factor: number): PairedRatio {
  return lazyRatio(unscaled.ratio * factor, unscaled.roundCount, () => {
    const { interval } = unscaled;
    return interval && { low: interval.low * factor, high: interval.high * factor };
  });
}

/** Intervals take longer than all the rest of an analysis, and many uses of a ratio do without. */
function lazyRatio(
  ratio: number,
  roundCount: number,
  makeInterval: () => Interval | null,
): PairedRatio {
  let made: Interval | null | undefined;
  return {
    ratio,
    get interval() {
      return (made ??= makeInterval());
    },
    roundCount,
  };
}

/** The ratio of one round. */
export interface RoundRatio {
  readonly round: number;
  readonly process: number;
  readonly ratio: number;
}

/**
 * Time of `a` over time of `b`, in each round that holds both by one process: the ratio of the two medians of that
 * round, in the order of `b`. What slows a whole round (frequency, a neighbour on the host) cancels.
 */
export function roundRatios(a: RoundedSamples, b: RoundedSamples): readonly RoundRatio[] {
  const mediansOfA = roundMedians(a);
  return [...roundMedians(b).values()].flatMap(({ round, process, median: medianOfB }) => {
    const ofA = mediansOfA.get(round);
    return ofA?.process === process ? [{ round, process, ratio: ofA.median / medianOfB }] : [];
  });
}

/**
 * Time of `a` over time of `b` from the ratios of their rounds. The interval resamples processes and
 * rounds, since samples of one round are not independent. Null when no round holds both.
 */
export function pairedRatio(a: RoundedSamples, b: RoundedSamples): PairedRatio | null {
  return ratioOfRounds(roundRatios(a, b));
}

/** The ratios, grouped by the process of each. */
export function ratiosByProcess(ratios: readonly RoundRatio[]): ValuesByProcess {
  return byProcess(
    ratios.map(({ ratio }) => ratio),
    ratios.map(({ process }) => process),
  );
}

/** The same from ratios that are known; null for none. */
export function ratioOfRounds(ratios: readonly RoundRatio[]): PairedRatio | null {
  if (ratios.length === 0) return null;
  const values = ratiosByProcess(ratios);
  return lazyRatio(processCenter(values), ratios.length, () =>
    processInterval(values, bootstrapSeed),
  );
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
