import { median, medianInterval, type Interval } from './median.js';

/** Samples with the round in which each was taken; both arrays have the same length. */
export interface RoundedSamples {
  readonly durationsNs: readonly number[];
  readonly rounds: readonly number[];
}

/** How many times longer one thing takes than another. */
export interface PairedRatio {
  /** Median over the shared rounds; 1 means equal. */
  readonly ratio: number;
  /** 95 % bootstrap interval over rounds, or null when too few rounds hold both. */
  readonly interval: Interval | null;
  /** Rounds that hold samples of both. */
  readonly roundCount: number;
}

/** Fixed, so that a document gives the same intervals whenever it is read. */
export const bootstrapSeed = 20200113;

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
 * Time of `a` over time of `b`: per round the ratio of the two medians of that round, then the median
 * over the rounds. What slows a whole round (frequency, a neighbour on the host) cancels. The
 * interval resamples rounds, since samples of one round are not independent.
 * Null when no round holds both.
 */
export function pairedRatio(a: RoundedSamples, b: RoundedSamples): PairedRatio | null {
  const mediansOfA = roundMedians(a);
  const ratios: number[] = [];
  for (const [round, medianOfB] of roundMedians(b)) {
    const medianOfA = mediansOfA.get(round);
    if (medianOfA !== undefined) ratios.push(medianOfA / medianOfB);
  }
  if (ratios.length === 0) return null;
  return {
    ratio: median(ratios),
    interval: medianInterval(ratios, bootstrapSeed),
    roundCount: ratios.length,
  };
}

/**
 * What an interval of the ratio (time of the other) / (time of this) says about this one.
 * An interval that holds 1 is no difference.
 */
export function classify(interval: Interval): 'faster' | 'slower' | 'no difference' {
  if (interval.low > 1) return 'faster';
  if (interval.high < 1) return 'slower';
  return 'no difference';
}

/** An outcome is compared with several others, so its medians are kept as long as it is. */
const mediansBySamples = new WeakMap<RoundedSamples, ReadonlyMap<number, number>>();

function roundMedians(samples: RoundedSamples): ReadonlyMap<number, number> {
  const known = mediansBySamples.get(samples);
  if (known !== undefined) return known;
  const byRound = new Map<number, number[]>();
  samples.durationsNs.forEach((durationNs, index) => {
    const round = samples.rounds[index]!;
    const durationsNs = byRound.get(round);
    if (durationsNs === undefined) byRound.set(round, [durationNs]);
    else durationsNs.push(durationNs);
  });
  const medians = new Map([...byRound].map(([round, values]) => [round, median(values)]));
  mediansBySamples.set(samples, medians);
  return medians;
}
