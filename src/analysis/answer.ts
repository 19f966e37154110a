import { formatBytes, formatCount, formatPercent, formatRatio } from '../units.js';
import type { CacheFindings, CellAnalysis, GroupFacts, Speedup } from './analysis.js';
import { isSameGroup } from './groups.js';

/** What the answer goes by. */
export interface AnswerInput {
  readonly groups: readonly GroupFacts[];
  readonly cells: readonly CellAnalysis[];
  readonly speedups: readonly Speedup[];
  readonly caches: CacheFindings;
}

/**
 * Two sentences about the first group that left the caches, else the first: how two-pass does against
 * the better three-pass algorithm beside what bytes predict; and what limits the algorithms, and where
 * two-pass pays. Each says so when there is nothing to conclude from.
 */
export function answerOf(input: AnswerInput): readonly [string, string] {
  const { groups } = input;
  const group = groups.find((own) => own.outOfCacheElementCount !== null) ?? groups[0];
  if (group === undefined) {
    return [
      'Nothing was measured, so this result does not tell whether softmax is limited by memory here.',
      'The cells that were skipped or failed are listed with their reasons.',
    ];
  }
  return [gainSentence(group, input), `${limitText(group, input)}; ${payoffText(group, input)}.`];
}

function gainSentence(group: GroupFacts, { speedups, caches }: AnswerInput): string {
  const { target, outOfCacheElementCount } = group;
  if (outOfCacheElementCount === null) {
    const cache = formatBytes(caches.boundaries.at(-1)?.capacityBytes ?? Number.NaN);
    return (
      `No size measured on ${target} is out of cache (the last-level cache counts as ${cache}), ` +
      'so this result does not tell how two-pass does when memory is the limit.'
    );
  }
  const speedup = twoPassSpeedups(group, speedups)
    .filter(({ elementCount }) => elementCount === outOfCacheElementCount)
    .sort((a, b) => a.ratio - b.ratio)
    .at(0);
  const place = `Out of cache on ${target}, at ${formatCount(outOfCacheElementCount)} elements,`;
  if (speedup === undefined) {
    return `${place} two-pass and a three-pass algorithm were not both measured.`;
  }
  return `${place} ${comparison(speedup)}, where pass bytes predict ${predictions(speedup)}.`;
}

function comparison({ ratio, interval, classification, over, roundCount }: Speedup): string {
  if (interval === null || classification === null) {
    return (
      `two-pass has ${formatRatio(ratio)} the speed of ${over}, but ${roundCount} ` +
      `${roundCount === 1 ? 'round' : 'rounds'} cannot tell that from chance`
    );
  }
  const range = `95 % interval ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  if (classification === 'no difference') {
    return `there is no difference between two-pass and ${over} (${formatRatio(ratio)} the speed, ${range})`;
  }
  return classification === 'faster'
    ? `two-pass is ${formatPercent(ratio - 1)} faster than ${over} (${range})`
    : `two-pass is slower than ${over}, at ${formatRatio(ratio)} its speed (${range})`;
}

function predictions({ predictedByPassBytes, predictedByBusBytes }: Speedup): string {
  const byPass = formatRatio(predictedByPassBytes);
  return predictedByBusBytes === null
    ? byPass
    : `${byPass} and bytes on the bus ${formatRatio(predictedByBusBytes)}`;
}

function limitText(group: GroupFacts, { cells }: AnswerInput): string {
  const elementCount = group.outOfCacheElementCount ?? group.elementCounts.at(-1);
  const judged = cells.filter(
    (cell) =>
      isSameGroup(cell, group) && cell.elementCount === elementCount && cell.verdict !== null,
  );
  if (judged.length === 0) {
    return 'What limits the algorithms is not known, as no skeleton was measured there';
  }
  const parts = (['memory-bound', 'mixed', 'compute-bound'] as const).flatMap((verdict) => {
    const own = judged.filter((cell) => cell.verdict === verdict);
    if (own.length === 0) return [];
    const shares = own.map(({ skeletonFraction }) => skeletonFraction?.ratio ?? Number.NaN);
    const low = formatPercent(Math.min(...shares));
    const high = formatPercent(Math.max(...shares));
    const range = own.length === 1 ? high : `${low} to ${high}`;
    const names =
      own.length === judged.length
        ? 'every algorithm'
        : own.map(({ algorithm }) => algorithm).join(', ');
    return [`${names}: ${verdict} (${range})`];
  });
  return (
    `Against the same passes without arithmetic at ${formatCount(elementCount ?? Number.NaN)} elements ` +
    `(share of their speed): ${parts.join('; ')}`
  );
}

function payoffText(group: GroupFacts, { speedups }: AnswerInput): string {
  const bySize = new Map<number, Speedup>();
  for (const speedup of twoPassSpeedups(group, speedups)) {
    const known = bySize.get(speedup.elementCount);
    if (known === undefined || speedup.ratio < known.ratio) {
      bySize.set(speedup.elementCount, speedup);
    }
  }
  const sizes = [...bySize.values()].sort((a, b) => a.elementCount - b.elementCount);
  if (sizes.length === 0) return 'where two-pass pays is not known';
  if (sizes.every(({ classification }) => classification === null)) {
    return 'where two-pass pays cannot be told from so few rounds';
  }
  const slowest = sizes.findLastIndex(({ classification }) => classification !== 'faster');
  if (slowest === -1) return 'two-pass pays at every size that was measured';
  const first = sizes[slowest + 1];
  if (first !== undefined) {
    return `two-pass pays from ${formatCount(first.elementCount)} elements on`;
  }
  const hasGain = sizes.some(({ classification }) => classification === 'faster');
  return hasGain
    ? 'two-pass pays at some sizes, but not at the largest'
    : 'two-pass pays at no size that was measured';
}

function twoPassSpeedups(group: GroupFacts, speedups: readonly Speedup[]): Speedup[] {
  return speedups.filter(
    (speedup) => isSameGroup(speedup, group) && speedup.algorithm === 'two-pass',
  );
}
