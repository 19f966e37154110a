import { targets, type Target } from '../config/vocabulary.js';
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

/**
 * Series of the same algorithm, cache state and thread count on the same target; and, where the fastest targets
 * differ, those on the fastest target of each.
 */
export function matchSeries(
  machine: CombinedMachine,
  baseline: CombinedMachine,
  view: View,
): Match {
  const own = seriesInView(machine, view);
  const base = seriesInView(baseline, view);
  const baseByKey = new Map(base.map((series) => [matchKey(series, series.target), series]));
  const concerns: Concern[] = [
    ...unshared('cache state', own, base, ({ cacheState }) => cacheState),
    ...unshared('thread count', own, base, ({ threadCount }) => `${threadCount}`),
  ];
  const [best, baseBest] = [bestTarget(own), bestTarget(base)];
  const counterparts = (target: Target): readonly Target[] =>
    target === best && baseBest !== null && baseBest !== best ? [target, baseBest] : [target];
  if (best !== null && baseBest !== null && best !== baseBest) {
    concerns.push({
      aspect: 'target',
      severity: 'warning',
      explanation: `${best} against ${baseBest}: each machine's fastest, so a difference is also that of the instruction sets.`,
    });
  }
  const sameInput = haveSameInput(machine, baseline);
  const refusedStores = new Set<string>();
  const matched = own.flatMap((series) =>
    counterparts(series.target).flatMap((target): readonly MatchedSeries[] => {
      const counterpart = baseByKey.get(matchKey(series, target));
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

/** The fastest target that anything was measured on; null without series. */
export function bestTarget(series: readonly CombinedSeries[]): Target | null {
  return targets.find((target) => series.some((own) => own.target === target)) ?? null;
}

function matchKey(series: CombinedSeries, target: Target): string {
  const { algorithm, over, cacheState, threadCount } = series;
  return [target, algorithm, over, cacheState, threadCount].join('/');
}

/** Refuses what only one side has: two that share no value cannot be compared, others in part. */
function unshared(
  aspect: 'cache state' | 'thread count',
  own: readonly CombinedSeries[],
  base: readonly CombinedSeries[],
  valueOf: (series: CombinedSeries) => string,
): readonly Concern[] {
  const values = [...new Set(own.map(valueOf))];
  const baseValues = [...new Set(base.map(valueOf))];
  const shared = values.filter((value) => baseValues.includes(value));
  if (shared.length === values.length && shared.length === baseValues.length) return [];
  const rest =
    shared.length === 0 ? 'nothing of it is compared' : `only ${shared.join(', ')} is compared`;
  const explanation = `${values.join(', ')} against ${baseValues.join(', ')}: ${rest}.`;
  return [{ aspect, severity: 'refused', explanation }];
}
