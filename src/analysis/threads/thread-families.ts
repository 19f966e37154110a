import { sweepOf } from '../../model/axes.js';
import { algorithms } from '../../softmax/algorithms.js';
import type { Problem } from '../../model/problem.js';
import type { Study } from '../../softmax/studies.js';
import { sweepFactsOf } from '../cells/out-of-cache.js';
import { placeIn, type PlacedSweep } from '../cells/placed-sweeps.js';
import { gainOf } from '../study/headline-gain.js';
import type { Speedup } from '../study/study-schema.js';
import { familiesOf, type MeasuredFamily } from './families.js';
import { curvesOf } from './thread-curves.js';
import { cpuSpreadOf, teamOf, type ThreadEvidence } from './thread-cpus.js';
import type { Payoff, ThreadCountFacts, ThreadFamily } from './thread-schema.js';

/** What threads gain at each shape that was measured at several counts. @param speedups those of the study. */
export function threadFamiliesOf(
  study: Study,
  evidence: ThreadEvidence,
  sweeps: readonly PlacedSweep[],
  speedups: readonly Speedup[],
): readonly ThreadFamily[] {
  const outOfCacheOf = (sweep: PlacedSweep): Problem | null => {
    const { outOfCacheProblem, isOutOfCache } = sweepFactsOf(sweep, study);
    return isOutOfCache ? outOfCacheProblem : null;
  };
  return familiesOf(sweeps, outOfCacheOf).map((family) => {
    const { placement, scaling, members } = family;
    const { target, cacheState, pages, profile } = members[0]!.sweep;
    const largest = members.at(-1)!.sweep;
    const counts = members.map(({ sweep, problem }): ThreadCountFacts => {
      const { threadCount } = sweep;
      const of = { ...sweepOf(largest), threadCount };
      return {
        threadCount,
        problem,
        ...cpuSpreadOf(evidence, of),
        barrierNs: barrierNsOf(evidence, largest, threadCount),
        ...placeIn(sweep, problem),
      };
    });
    return {
      target,
      cacheState,
      placement,
      scaling,
      pages,
      profile,
      problem: members[0]!.problem,
      counts,
      curves: curvesOf(family, counts),
      payoffs: payoffsOf(study, family, speedups),
    };
  });
}

function barrierNsOf(
  evidence: ThreadEvidence,
  sweep: PlacedSweep,
  threadCount: number,
): number | null {
  const barriers = teamOf(evidence, sweep)?.barriers ?? [];
  return barriers.find((barrier) => barrier.threadCount === threadCount)?.barrierNs ?? null;
}

/** The headline, and its form with NT stores. */
function payoffsOf(
  { headline }: Study,
  { members }: MeasuredFamily,
  speedups: readonly Speedup[],
): readonly Payoff[] {
  const ids = algorithms
    .filter(({ id, ordinaryForm }) => id === headline || ordinaryForm === headline)
    .map(({ id }) => id);
  return ids.flatMap((implementation): readonly Payoff[] => {
    const gains = members.flatMap(
      ({ sweep, problem }) => gainOf(implementation, { ...sweep, problem }, speedups) ?? [],
    );
    return gains.length === 0 ? [] : [{ implementation, ...beginningOf(gains), gains }];
  });
}

/** The first count of those at the end that are all faster. */
function beginningOf(gains: readonly Speedup[]): Pick<Payoff, 'kind' | 'threadCount'> {
  const isFaster = ({ classification }: Speedup): boolean => classification === 'faster';
  const last = gains.findLastIndex((gain) => !isFaster(gain));
  if (last === -1) return { kind: 'always', threadCount: null };
  if (last < gains.length - 1) return { kind: 'from', threadCount: gains[last + 1]!.threadCount };
  if (gains.some(({ classification }) => classification === null)) {
    return { kind: 'undecided', threadCount: null };
  }
  return { kind: gains.some(isFaster) ? 'not at the largest' : 'never', threadCount: null };
}
