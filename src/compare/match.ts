import { axisKey, axisOf, seriesAxes } from '../model/axes.js';
import type { Target } from '../model/vocabulary.js';
import { shortList } from '../short-list.js';
import { formatElements } from '../units.js';
import { haveSameInput } from './comparability.js';
import type { Concern } from './comparison.js';
import { isStudied, slotAxes, subjectText } from './series.js';
import { fastestTarget } from './shared-cells.js';
import type { View, ViewedMachine, ViewedSeries } from './views.js';

/** The same series of two machines. */
export interface MatchedSeries {
  readonly series: ViewedSeries;
  readonly base: ViewedSeries;
}

/** What two machines both measured, and by name what they did not. */
export interface Match {
  readonly matched: readonly MatchedSeries[];
  readonly concerns: readonly Concern[];
}

/**
 * Series that agree in all axes but the problem; and, where the fastest targets differ, also those that
 * agree in all but the target, on the fastest target of each.
 */
export function matchSeries(machine: ViewedMachine, baseline: ViewedMachine, view: View): Match {
  const { series: own } = machine;
  const { series: base } = baseline;
  if (own.length === 0 || base.length === 0) {
    return { matched: [], concerns: [nothingInView(own, view)] };
  }
  const [fastest, baseFastest] = [fastestTarget(own), fastestTarget(base)];
  const hasSameInput = haveSameInput(machine.machine, baseline.machine);
  const refused: string[] = [];
  const baseByKey = new Map(base.map((series) => [matchKey(series, series.target), series]));
  const matched = own.flatMap((series) => {
    if (isStudied(series) && !hasSameInput) return [];
    const targets = new Set<Target>([series.target]);
    if (series.target === fastest) targets.add(baseFastest!);
    return [...targets].flatMap((target): readonly MatchedSeries[] => {
      const counterpart = baseByKey.get(matchKey(series, target));
      if (counterpart === undefined) return [];
      if (series.stores === counterpart.stores) return [{ series, base: counterpart }];
      refused.push(`${series.implementation} (stores ${series.stores} vs ${counterpart.stores})`);
      return [];
    });
  });
  return {
    matched,
    concerns: [
      ...measuredConcerns(own, base, view),
      ...(fastest === baseFastest ? [] : [targetConcern(fastest!, baseFastest!)]),
      ...[...new Set(refused)].map((explanation): Concern => {
        return { aspect: 'byte model', severity: 'refused', explanation };
      }),
    ],
  };
}

const matchAxes = seriesAxes.filter((name) => name !== 'target');

function matchKey(series: ViewedSeries, target: Target): string {
  return `${target} ${axisKey(series, matchAxes)} ${series.over ?? ''}`;
}

function targetConcern(target: Target, baseTarget: Target): Concern {
  const explanation = `target ${target} vs ${baseTarget}, the fastest of each machine: a difference includes the instruction sets.`;
  return { aspect: 'target', severity: 'warning', explanation };
}

/** Names what only one of the two measured. */
function measuredConcerns(
  own: readonly ViewedSeries[],
  base: readonly ViewedSeries[],
  { by }: View,
): readonly Concern[] {
  const ofAxes = slotAxes.flatMap((name) => {
    const { title, text } = axisOf(name);
    const textOf = (series: ViewedSeries) => text(series[name] as never);
    return onlyOneHas(title, own.map(textOf), base.map(textOf));
  });
  const subjectsOf = (series: readonly ViewedSeries[]) => series.map((one) => subjectText(one));
  const ofSubjects = onlyOneHas('implementations', subjectsOf(own), subjectsOf(base));
  if (by === 'llc-relative') return [...ofAxes, ...ofSubjects];
  const ofSizes = onlyOneHas('sizes', sizesOf(own), sizesOf(base));
  return [...ofAxes, ...ofSubjects, ...ofSizes];
}

function sizesOf(series: readonly ViewedSeries[]): readonly string[] {
  const byKey = new Map(series.flatMap(({ points }) => [...points]));
  return [...byKey.values()].map(({ point }) => `${formatElements(point.at.size)} elements`);
}

const namedValueCount = 5;

function onlyOneHas(
  aspect: string,
  values: readonly string[],
  baseValues: readonly string[],
): readonly Concern[] {
  const [ownSet, baseSet] = [new Set(values), new Set(baseValues)];
  const sides = [
    { missing: [...baseSet].filter((value) => !ownSet.has(value)), from: 'the other run' },
    { missing: [...ownSet].filter((value) => !baseSet.has(value)), from: 'the baseline' },
  ];
  return sides
    .filter(({ missing }) => missing.length > 0)
    .map(({ missing, from }): Concern => {
      const names = shortList(missing, namedValueCount, (value) => value);
      return { aspect, severity: 'refused', explanation: `${names} (missing in ${from})` };
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
