import type { Variant } from '../model/cell.js';
import { isAmong } from '../softmax/choose-variant.js';

/** Distances to try where kernels prefetch: half a page to eight pages. */
const prefetchDistances = [2048, 4096, 8192, 16384, 32768];

/** Combinations that are raced after the single changes. */
const combinationCount = 8;

/** What of a variant is changed on its own. */
const aspects = [
  ({ prefetchBytes }: Variant) => String(prefetchBytes),
  ({ vectorBits }: Variant) => String(vectorBits),
  ({ unroll, accumulators }: Variant) => `${unroll}/${accumulators}`,
] as const;

/** Whether two variants are one. */
export function isSameVariant(a: Variant, b: Variant): boolean {
  return a.store === b.store && aspects.every((of) => of(a) === of(b));
}

/**
 * The variants that differ from the usual one in prefetching, in the width of vectors or in the shape of a loop step, that one first;
 * of the shapes those that are nearest to its own first.
 * @param variants that exist for the pass, with any store.
 */
export function singleChanges(usual: Variant, variants: readonly Variant[]): readonly Variant[] {
  const distances = [0, ...prefetchDistances].map((prefetchBytes) => ({ ...usual, prefetchBytes }));
  const widths = [...new Set(variants.map(({ vectorBits }) => vectorBits))].map((vectorBits) => ({
    ...usual,
    vectorBits,
  }));
  const shapes = variants
    .map(({ unroll, accumulators }) => ({ ...usual, unroll, accumulators }))
    .toSorted((a, b) => distanceOf(a, usual) - distanceOf(b, usual));
  return distinct([usual, ...distances, ...widths, ...shapes]).filter((own) =>
    isAmong(variants, own),
  );
}

/** A candidate with what is known of its time: the logarithm of its ratio to the usual one. */
export interface ScoredVariant {
  readonly variant: Variant;
  readonly logRatio: number;
}

/**
 * Variants that combine changes which were fast on their own, the most promising first: as if the gains of prefetching, of the
 * width and of the shape multiplied.
 * @param singles of `singleChanges`, the usual one first.
 */
export function combinations(
  singles: readonly ScoredVariant[],
  variants: readonly Variant[],
): readonly Variant[] {
  const usual = singles[0]!.variant;
  const options = aspects.map((_, aspect) =>
    singles
      .filter(({ variant }) =>
        aspects.every((other, index) => index === aspect || other(variant) === other(usual)),
      )
      .toSorted((a, b) => a.logRatio - b.logRatio)
      .slice(0, 4),
  );
  const [prefetches, widths, shapes] = options as [
    ScoredVariant[],
    ScoredVariant[],
    ScoredVariant[],
  ];
  const combined = prefetches.flatMap((prefetch) =>
    widths.flatMap((width) =>
      shapes.map((shape): ScoredVariant => ({
        variant: {
          ...shape.variant,
          prefetchBytes: prefetch.variant.prefetchBytes,
          vectorBits: width.variant.vectorBits,
        },
        logRatio: prefetch.logRatio + width.logRatio + shape.logRatio,
      })),
    ),
  );
  const tried = singles.map(({ variant }) => variant);
  return combined
    .filter(
      ({ variant }) =>
        isAmong(variants, variant) && !tried.some((own) => isSameVariant(own, variant)),
    )
    .toSorted((a, b) => a.logRatio - b.logRatio)
    .slice(0, combinationCount)
    .map(({ variant }) => variant);
}

function distanceOf(a: Variant, b: Variant): number {
  return (
    Math.abs(Math.log(a.unroll / b.unroll)) + Math.abs(Math.log(a.accumulators / b.accumulators))
  );
}

function distinct(variants: readonly Variant[]): readonly Variant[] {
  return variants.filter(
    (variant, index) => variants.findIndex((own) => isSameVariant(own, variant)) === index,
  );
}
