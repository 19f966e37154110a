import { groupBy } from '../model/group-by.js';
import { formatPercent, formatRatio, formatSignificant } from '../units.js';
import type { Interval } from '../statistics/median-interval.js';
import type {
  ComparedMachine,
  Comparison,
  PairComparison,
  RegionComparison,
} from './comparison.js';

type Answered = Pick<
  Comparison,
  'machines' | 'pairs' | 'shared' | 'metric' | 'by' | 'baseline' | 'study'
>;

/** Which machine is better, where, by how much, and whether that is significant. */
export function answerOf(comparison: Answered): readonly string[] {
  const [pair, ...others] = comparison.pairs;
  if (pair === undefined) return [`Nothing to compare with ${comparison.baseline} yet.`];
  if (others.length === 0) return pairAnswer(pair, comparison);
  return rankingAnswer(comparison);
}

function pairAnswer(
  { machine, baseline, regions, cellCount }: PairComparison,
  view: Answered,
): readonly string[] {
  if (cellCount === 0) return [`${machine} and ${baseline} share no comparable cell.`];
  if (regions.length === 0) {
    return [`${machine} and ${baseline} share baselines only.`];
  }
  const clear = regions.filter(({ region }) => !region.includes(' : '));
  const rows = groupBy(clear, ({ target, operation }) => `${operation} on ${target}`);
  return [...rows].map(([subject, own]) => {
    const texts = own.toReversed().map((row) => `${row.region}: ${regionText(row)}`);
    return `${machine} vs ${baseline}, ${subject} by ${viewText(view)}: ${texts.join('; ')}.`;
  });
}

/** `1.25x faster [1.17-1.33]`, `1.25x slower [1.17-1.33]` or `tie [0.95-1.04]`. */
function regionText({ ratio, interval, verdict, floorRatio }: RegionComparison): string {
  if (interval === null) return `${formatRatio(ratio)}, too few rounds`;
  if (verdict === 'faster') return `${formatRatio(ratio)} faster ${rangeText(interval)}`;
  if (verdict === 'slower') {
    const { low, high } = interval;
    return `${formatRatio(1 / ratio)} slower ${rangeText({ low: 1 / high, high: 1 / low })}`;
  }
  const floor = floorRatio > 1 ? ` within ${formatPercent(floorRatio - 1)}` : '';
  return `tie${floor} ${rangeText(interval)}`;
}

function rangeText({ low, high }: Interval): string {
  return `[${formatSignificant(low)}-${formatSignificant(high)}]`;
}

function rankingAnswer({ machines, shared, study, ...view }: Answered): readonly string[] {
  if (shared.cellCount === 0) {
    return [
      `No rank: the ${machines.length} machines share no ${study.operation} cell. They are listed by copy bandwidth out of cache.`,
    ];
  }
  const first = machines.filter(({ rank }) => rank === 1);
  const verb = first.length === 1 ? 'is the best' : 'tie as the best';
  const cells = shared.cellCount === 1 ? 'cell' : 'cells';
  const rankedCount = machines.filter(({ rank }) => rank !== null).length;
  return [
    `${namesText(first)} ${verb} of ${rankedCount} machines by ${viewText(view)}, over ${shared.cellCount} shared ${study.operation} ${cells}.`,
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

/** The metric in a sentence, and its normalisation in the view by relative size. */
export function viewText({ metric, by }: Pick<Comparison, 'metric' | 'by'>): string {
  if (by === 'element-count') return metricText[metric];
  const isOverCopy = metric === 'time' || metric === 'pass-bandwidth';
  const measure = isOverCopy ? ' relative to the own copy in DRAM' : '';
  return `${metricText[metric]}${measure} at the same share of the own LLC`;
}

const metricText: Readonly<Record<Comparison['metric'], string>> = {
  time: 'time',
  'pass-bandwidth': 'pass bandwidth',
  'skeleton-fraction': 'share of the memory-only speed',
  speedup: 'speed-up over the rivals',
};
