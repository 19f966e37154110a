import type { Interval } from './median-interval.js';
import {
  processCenter,
  processInterval,
  processMedians,
  type ValuesByProcess,
} from './process-sample.js';
import {
  byProcess,
  roundMedians,
  sharedRounds,
  type RoundedSamples,
  type RoundSeries,
} from './rounded-samples.js';

/** How many times longer one thing takes than another. */
export interface PairedRatio {
  /** `processCenter` of the ratios of the shared rounds; 1 means equal. */
  readonly ratio: number;
  /** 95%, by `processInterval`; null when too few rounds hold both. */
  readonly interval: Interval | null;
  /** Rounds that hold samples of both. */
  readonly roundCount: number;
}

/** A ratio from enough rounds for an interval: only such a ratio supports a statement. */
export interface KnownRatio extends PairedRatio {
  readonly interval: Interval;
}

/** The ratio if it has an interval, else null. */
export function knownRatio(ratio: PairedRatio | null): KnownRatio | null {
  return ratio?.interval == null ? null : { ...ratio, interval: ratio.interval };
}

/**
 * The same comparison in other units or against a fixed multiple: ratio and interval times `factor`,
 * which must be positive.
 */
export function scaledRatio(
  { ratio, interval, roundCount }: KnownRatio,
  factor: number,
): KnownRatio {
  return {
    ratio: ratio * factor,
    interval: { low: interval.low * factor, high: interval.high * factor },
    roundCount,
  };
}

/**
 * Time of `a` over time of `b`, in each round that holds both by one process: the ratio of the two medians of that
 * round. What slows a whole round (frequency, a neighbour on the host) cancels.
 */
export function roundRatios(a: RoundedSamples, b: RoundedSamples): RoundSeries {
  return sharedRounds(roundMedians(a), roundMedians(b), (upper, lower) => upper / lower);
}

/**
 * Time of `a` over time of `b` from the ratios of their rounds. The ratio of `b` over `a` and its interval are the
 * reciprocals. Null when no round holds both, and for times too short for the clock, whose ratio has no logarithm.
 */
export function pairedRatio(a: RoundedSamples, b: RoundedSamples): PairedRatio | null {
  const { values, processes } = roundRatios(a, b);
  if (values.length === 0) return null;
  const paired = ratioOfRounds(byProcess(values, processes));
  return paired.ratio > 0 && paired.ratio < Infinity ? paired : null;
}

/** `pairedRatio` from the ratios of the rounds of each process. @throws RangeError without a round. */
export function ratioOfRounds(ratios: ValuesByProcess): PairedRatio {
  const medians = processMedians(ratios);
  const roundCount = ratios.reduce((sum, { length }) => sum + length, 0);
  return {
    ratio: processCenter(medians),
    interval: processInterval(medians, roundCount, () => ratios.flat()),
    roundCount,
  };
}

/**
 * What an interval of the ratio (time of the other) / (time of this) says about this one. An interval that
 * reaches into the noise floor, from 1 / `floorRatio` to `floorRatio`, is no difference.
 * @param floorRatio the A/A noise; at least 1.
 */
export function classify(
  interval: Interval,
  floorRatio: number,
): 'faster' | 'slower' | 'no difference' {
  if (interval.low > floorRatio) return 'faster';
  if (interval.high < 1 / floorRatio) return 'slower';
  return 'no difference';
}
