import { axisKey, axisOf, pickAxes, seriesAxes, sweepAxes } from '../model/axes.js';
import type { CellTarget } from '../model/vocabulary.js';
import { shortList } from '../short-list.js';
import { haveComparableInputs } from './comparability.js';
import type { SweepLayout } from './compared-run.js';
import type { Concern, PairSlot } from './comparison.js';
import { isStudied, slotAxes, subjectText } from './series.js';
import { fastestTarget } from './slots.js';
import type { View, ViewedMachine, ViewedSeries } from './views.js';

/** The same series of two machines. */
export interface MatchedSeries {
  readonly series: ViewedSeries;
  readonly base: ViewedSeries;
  readonly slot: MatchedSlot;
}

/** What a row or a cell of matched series is of, wherever it lies. */
type MatchedSlot = Omit<PairSlot, 'region'>;

/** What two machines both measured, and by name what they did not. */
export interface Match {
  readonly matched: readonly MatchedSeries[];
  readonly concerns: readonly Concern[];
}

/**
 * Matches machines with that baseline: series that agree in all axes but the problem; and, where the best targets are
 * compared and differ, also those that agree in all but the target, on the fastest target of each.
 */
export function matcherWith(
  baseline: ViewedMachine,
  view: View,
): (machine: ViewedMachine) => Match {
  const { series: base } = baseline;
  const baseFastest = fastestTarget(base);
  const baseByKey = new Map(base.map((series) => [matchKey(series, series.target), series]));
  const baseMeasured = measuredOf(base);
  const baseSizes = sizesOf(base, view);
  return (machine) => {
    const { series: own } = machine;
    if (own.length === 0 || base.length === 0) {
      return { matched: [], concerns: [nothingInView(own, view)] };
    }
    const fastest = fastestTarget(own);
    const isComparable = (target: CellTarget): boolean =>
      haveComparableInputs(machine.machine, baseline.machine, target);
    const refused: string[] = [];
    const matched = own.flatMap((series) => {
      if (isStudied(series) && !isComparable(series.target)) return [];
      const targets = new Set<CellTarget>([series.target]);
      if (view.targets === 'best' && series.target === fastest) targets.add(baseFastest!);
      return [...targets].flatMap((target): readonly MatchedSeries[] => {
        const counterpart = baseByKey.get(matchKey(series, target));
        if (counterpart === undefined) return [];
        if (series.stores === counterpart.stores) return [matchOf(series, counterpart)];
        refused.push(`${series.implementation} (stores ${series.stores} vs ${counterpart.stores})`);
        return [];
      });
    });
    return {
      matched,
      concerns: [
        ...onlyOneHas(measuredOf(own), baseMeasured),
        ...sizesConcern(sizesOf(own, view), baseSizes),
        ...targetConcern(own, base, view),
        ...[...new Set(refused)].map((explanation): Concern => {
          return { aspect: 'byte model', severity: 'refused', explanation };
        }),
      ],
    };
  };
}

const layoutIds = new WeakMap<SweepLayout, number>();
let layoutCount = 0;

/** Equal only for machines of which a matcher names the same concerns. */
export function measuredKey({ machine: { runs } }: ViewedMachine, { by }: View): string {
  const { input, denormals } = runs[0]!;
  const sweeps = runs.flatMap((run) =>
    run.sweeps.map((sweep) => {
      let id = layoutIds.get(sweep.layout);
      if (id === undefined) {
        id = layoutCount += 1;
        layoutIds.set(sweep.layout, id);
      }
      // Relative sizes depend on the caches.
      const boundaries = by === 'llc-relative' ? sweep.boundaries : null;
      return [id, axisKey(sweep, sweepAxes), boundaries];
    }),
  );
  return JSON.stringify([input, denormals, sweeps]);
}

function matchOf(series: ViewedSeries, base: ViewedSeries): MatchedSeries {
  const { operation, implementation, over } = series;
  const slot = {
    target: both(series.target, base.target),
    ...pickAxes(series, slotAxes),
    operation,
    implementation,
    over,
  };
  return { series, base, slot };
}

/** `avx512`, or `avx512 : avx2` where the two differ. */
export function both(own: string, base: string): string {
  return own === base ? own : `${own} : ${base}`;
}

const matchAxes = seriesAxes.filter((name) => name !== 'target');

function matchKey(series: ViewedSeries, target: CellTarget): string {
  return `${target} ${axisKey(series, matchAxes)} ${series.over ?? ''}`;
}

function targetConcern(
  own: readonly ViewedSeries[],
  base: readonly ViewedSeries[],
  { targets }: View,
): readonly Concern[] {
  const [target, baseTarget] = [fastestTarget(own)!, fastestTarget(base)!];
  if (target === baseTarget) return [];
  const explanation =
    targets === 'best'
      ? `target ${target} vs ${baseTarget}, the fastest of each machine: a difference includes the instruction sets.`
      : `fastest target ${target} vs ${baseTarget}: only the same one is compared. Use --targets best for the fastest of each.`;
  return [{ aspect: 'target', severity: 'warning', explanation }];
}

/** What a machine measured, in words, by aspect. */
type Measured = ReadonlyMap<string, ReadonlySet<string>>;

function measuredOf(series: readonly ViewedSeries[]): Measured {
  const measured = new Map<string, Set<string>>();
  for (const name of slotAxes) {
    const { title, text } = axisOf(name);
    measured.set(title, new Set(series.map((own) => text(own[name] as never))));
  }
  measured.set('implementations', new Set(series.map((own) => subjectText(own))));
  return measured;
}

/** Sizes of each machine, unless they are shares of its cache. */
function sizesOf(series: readonly ViewedSeries[], { by }: View): ReadonlySet<string> {
  return new Set(by === 'llc-relative' ? [] : series.flatMap(({ points }) => [...points.keys()]));
}

function sizesConcern(own: ReadonlySet<string>, base: ReadonlySet<string>): readonly Concern[] {
  const sharedCount = [...own].filter((key) => base.has(key)).length;
  if (sharedCount === own.size && sharedCount === base.size) return [];
  const explanation = `sizes differ (${own.size} vs ${base.size}, ${sharedCount} shared): levels are means over the own sizes of each machine.`;
  return [{ aspect: 'sizes', severity: 'warning', explanation }];
}

const namedValueCount = 5;

/** Names what only one of the two measured. */
function onlyOneHas(own: Measured, base: Measured): readonly Concern[] {
  return [...own].flatMap(([aspect, ownValues]) => {
    const baseValues = base.get(aspect)!;
    const sides = [
      { missing: [...baseValues].filter((value) => !ownValues.has(value)), from: 'the other run' },
      { missing: [...ownValues].filter((value) => !baseValues.has(value)), from: 'the baseline' },
    ];
    return sides
      .filter(({ missing }) => missing.length > 0)
      .map(({ missing, from }): Concern => {
        const names = shortList(missing, namedValueCount, (value) => value);
        return { aspect, severity: 'refused', explanation: `${names} (missing in ${from})` };
      });
  });
}

function nothingInView(own: readonly ViewedSeries[], { metric, by }: View): Concern {
  const required = [
    ...(metric === 'speedup' ? ['an implementation and a rival'] : []),
    ...(metric === 'skeleton-fraction' ? ['an implementation and its memory-only version'] : []),
    ...(by === 'llc-relative' ? ['copy out of cache'] : []),
  ];
  const from = own.length === 0 ? 'the other run' : 'the baseline';
  const explanation = `anything (this view requires ${required.join(' and ') || 'measured cells'}, missing in ${from})`;
  return { aspect: 'metric', severity: 'refused', explanation };
}
