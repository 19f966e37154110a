import { targets, type Target } from '../model/vocabulary.js';
import { shortList } from '../short-list.js';
import { formatCount } from '../units.js';
import type { CombinedMachine, CombinedSeries } from './combine.js';
import { haveSameInput } from './comparability.js';
import type { Concern } from './comparison.js';
import { seriesInView, type View } from './views.js';

/** The same series of two machines. */
export interface MatchedSeries {
  readonly series: CombinedSeries;
  readonly base: CombinedSeries;
}

/** What two machines both measured, and by name what they did not. */
export interface Match {
  readonly matched: readonly MatchedSeries[];
  readonly concerns: readonly Concern[];
}

/** What each machine is matched with: the baseline, as it is seen in a view. */
export interface Basis {
  readonly machine: CombinedMachine;
  readonly view: View;
  readonly series: readonly CombinedSeries[];
  readonly byKey: ReadonlyMap<string, CombinedSeries>;
  readonly measured: Measured;
}

export function basisOf(machine: CombinedMachine, view: View): Basis {
  const series = seriesInView(machine, view);
  const byKey = new Map(series.map((own) => [matchKey(own, own.target), own]));
  return { machine, view, series, byKey, measured: measuredIn(series) };
}

/**
 * Series of the same algorithm, cache state and thread count on the same target; and, where the widest targets
 * differ, those on the widest target of each.
 */
export function matchSeries(
  machine: CombinedMachine,
  { machine: baseline, view, series: base, byKey, measured: baseMeasured }: Basis,
): Match {
  const own = seriesInView(machine, view);
  const measured = measuredIn(own);
  const concerns: Concern[] =
    own.length === 0 || base.length === 0
      ? [nothingInView(own, view)]
      : [
          ...unshared('cache state', measured.cacheStates, baseMeasured.cacheStates),
          ...unshared('thread count', measured.threadCounts, baseMeasured.threadCounts),
          ...onlyOneHas(
            'algorithms',
            measured.algorithms,
            baseMeasured.algorithms,
            (algorithm) => algorithm,
          ),
          ...(view.by === 'llc-relative'
            ? []
            : onlyOneHas('sizes', measured.sizes, baseMeasured.sizes, formatCount)),
        ];
  const [best, baseBest] = [bestTarget(own), bestTarget(base)];
  const counterparts = (target: Target): readonly Target[] =>
    target === best && baseBest !== null && baseBest !== best ? [target, baseBest] : [target];
  if (best !== null && baseBest !== null && best !== baseBest) {
    concerns.push({
      aspect: 'target',
      severity: 'warning',
      explanation: `${best} against ${baseBest}: each machine's widest, so a difference is also that of the instruction sets.`,
    });
  }
  const sameInput = haveSameInput(machine, baseline);
  const refusedStores = new Set<string>();
  const matched = own.flatMap((series) =>
    counterparts(series.target).flatMap((target): readonly MatchedSeries[] => {
      const counterpart = byKey.get(matchKey(series, target));
      if (counterpart === undefined) return [];
      if (series.kind === 'softmax' && !sameInput) return [];
      if (series.stores !== counterpart.stores) {
        refusedStores.add(
          `${series.algorithm} stores ${series.stores} against ${counterpart.stores}`,
        );
        return [];
      }
      return [{ series, base: counterpart }];
    }),
  );
  for (const text of refusedStores) {
    const explanation = `${text}: it moves other bytes, so it is not compared.`;
    concerns.push({ aspect: 'byte model', severity: 'refused', explanation });
  }
  return { matched, concerns };
}

/** The widest target, the first of `targets`, that anything was measured on; null without series. */
export function bestTarget(series: readonly CombinedSeries[]): Target | null {
  return targets.find((target) => series.some((own) => own.target === target)) ?? null;
}

function matchKey(series: CombinedSeries, target: Target): string {
  const { algorithm, over, cacheState, threadCount } = series;
  return [target, algorithm, over, cacheState, threadCount].join('/');
}

/** What some series are of, each value once. */
interface Measured {
  readonly cacheStates: ReadonlySet<string>;
  readonly threadCounts: ReadonlySet<number>;
  readonly algorithms: ReadonlySet<string>;
  readonly sizes: ReadonlySet<number>;
}

function measuredIn(series: readonly CombinedSeries[]): Measured {
  const sizes = new Set<number>();
  for (const { points } of series) for (const { size } of points) sizes.add(size);
  return {
    cacheStates: new Set(series.map(({ cacheState }) => cacheState)),
    threadCounts: new Set(series.map(({ threadCount }) => threadCount)),
    algorithms: new Set(series.map(({ algorithm }) => algorithm)),
    sizes,
  };
}

/** Refuses what only one side has: two that share no value cannot be compared, others in part. */
function unshared<Value>(
  aspect: 'cache state' | 'thread count',
  values: ReadonlySet<Value>,
  baseValues: ReadonlySet<Value>,
): readonly Concern[] {
  const shared = [...values].filter((value) => baseValues.has(value));
  if (shared.length === values.size && shared.length === baseValues.size) return [];
  const rest =
    shared.length === 0 ? 'nothing of it is compared' : `only ${shared.join(', ')} is compared`;
  const explanation = `${[...values].join(', ')} against ${[...baseValues].join(', ')}: ${rest}.`;
  return [{ aspect, severity: 'refused', explanation }];
}

const namedValueCount = 5;

/** Names what vanished from one side or is new on the other, such as an algorithm that no longer runs. */
function onlyOneHas<Value>(
  aspect: 'algorithms' | 'sizes',
  values: ReadonlySet<Value>,
  baseValues: ReadonlySet<Value>,
  textOf: (value: Value) => string,
): readonly Concern[] {
  const alone = [
    { where: 'on the baseline only', of: [...baseValues].filter((value) => !values.has(value)) },
    { where: 'not on the baseline', of: [...values].filter((value) => !baseValues.has(value)) },
  ].filter(({ of }) => of.length > 0);
  if (alone.length === 0) return [];
  const texts = alone.map(({ where, of }) => `${where}: ${shortList(of, namedValueCount, textOf)}`);
  return [{ aspect, severity: 'refused', explanation: `${texts.join('; ')}.` }];
}

function nothingInView(own: readonly CombinedSeries[], { metric, by }: View): Concern {
  const needs = [
    ...(metric === 'speedup' ? ['a newer algorithm beside a three-pass one'] : []),
    ...(metric === 'skeleton-fraction' ? ['an algorithm beside its skeleton'] : []),
    ...(by === 'llc-relative' ? ['copy out of cache'] : []),
  ];
  const side = own.length === 0 ? 'it' : 'the baseline';
  const explanation = `${side} measured nothing for this view, which needs ${needs.join(' and ') || 'measured cells'}.`;
  return { aspect: 'metric', severity: 'refused', explanation };
}
