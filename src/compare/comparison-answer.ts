import { formatPercent, formatRatio } from '../units.js';
import type {
  ComparedMachine,
  Comparison,
  PairComparison,
  RegionComparison,
} from './comparison.js';

type Answered = Pick<Comparison, 'machines' | 'pairs' | 'shared' | 'metric' | 'by' | 'baseline'>;

/** Which machine is better, where, by how much, and whether that is sure. */
export function answerOf(comparison: Answered): readonly string[] {
  const [pair, ...others] = comparison.pairs;
  if (pair === undefined) return [`${comparison.baseline} has no other machine beside it yet.`];
  if (others.length === 0) return pairAnswer(pair, comparison);
  return rankingAnswer(comparison);
}

function pairAnswer(
  { machine, baseline, regions, cellCount }: PairComparison,
  view: Answered,
): readonly string[] {
  if (cellCount === 0) return [`${machine} and ${baseline} share no cell that could be compared.`];
  if (regions.length === 0) {
    return [`${machine} and ${baseline} share no softmax cell; the table shows what they share.`];
  }
  const clear = regions.filter(({ region }) => !region.includes(' : '));
  const targets = [...new Set(clear.map(({ target }) => target))];
  return targets.map((target) => {
    const own = clear.filter((region) => region.target === target);
    const subject = `${machine} beside ${baseline} on ${target}, all softmax by ${viewText(view)}`;
    return `${subject}: ${own.toReversed().map(regionText).join('; ')}.`;
  });
}

function regionText({ region, ratio, interval, verdict, floorRatio }: RegionComparison): string {
  if (interval === null) return `in ${region} ${formatRatio(ratio)}, from too few rounds to tell`;
  const range = `${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  if (verdict !== 'no difference') {
    return `in ${region} ${verdict!}, ${formatRatio(ratio)} (${range})`;
  }
  const floor = floorRatio > 1 ? ` beyond the floor of ${formatPercent(floorRatio - 1)}` : '';
  return `in ${region} no difference${floor} (${range})`;
}

function rankingAnswer({ machines, shared, ...view }: Answered): readonly string[] {
  if (shared.cellCount === 0) {
    return [
      `The ${machines.length} machines share no softmax cell, so there is no rank over all; they are in the order of their copy bandwidth out of cache.`,
    ];
  }
  const first = machines.filter(({ rank }) => rank === 1);
  const names = namesText(first);
  const verb = first.length === 1 ? 'is the best' : 'are the best, and cannot be told apart,';
  const cells = shared.cellCount === 1 ? 'one softmax cell' : `${shared.cellCount} softmax cells`;
  const rankedCount = machines.filter(({ rank }) => rank !== null).length;
  return [
    `${names} ${verb} of ${rankedCount} machines by ${viewText(view)}${view.by === 'llc-relative' ? ',' : ''} over the ${cells} that all share.`,
  ];
}

function namesText(machines: readonly ComparedMachine[]): string {
  const shown = machines.slice(0, 3).map(({ name }) => name);
  const hiddenCount = machines.length - shown.length;
  const parts = hiddenCount > 0 ? [...shown, `${hiddenCount} more`] : shown;
  return parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

/** The metric in a sentence, and what it is measured by where that is not the same on all machines. */
export function viewText({ metric, by }: Pick<Comparison, 'metric' | 'by'>): string {
  if (by === 'element-count') return metricText(metric);
  const isOverCopy = metric === 'time' || metric === 'pass-bandwidth';
  const measure = isOverCopy ? ' over that of its own copy out of cache,' : '';
  return `${metricText(metric)}${measure} at the same share of its own last-level cache`;
}

function metricText(metric: Comparison['metric']): string {
  switch (metric) {
    case 'time':
      return 'time';
    case 'pass-bandwidth':
      return 'pass bandwidth';
    case 'skeleton-fraction':
      return 'fraction of the skeleton';
    case 'speedup':
      return 'speed-up over three-pass';
  }
}
