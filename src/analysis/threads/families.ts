import { axisKey, differOnlyIn } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { Placement } from '../../model/placement.js';
import { byProblem, type Problem } from '../../model/problem.js';
import type { Scaling } from '../../model/vocabulary.js';
import { groupAt, type MeasuredGroup } from '../cells/measured-sweeps.js';
import type { PlacedSweep } from '../cells/placed-sweeps.js';

/** A thread count, with the shape that was measured at it. */
export interface ThreadMember {
  readonly sweep: PlacedSweep;
  readonly problem: Problem;
  readonly measured: MeasuredGroup['measured'];
}

/** Thread counts of one placement and scaling. */
export interface MeasuredFamily {
  readonly placement: Placement;
  readonly scaling: Scaling;
  /** By ascending thread count, one thread first where it was measured; at least two. */
  readonly members: readonly ThreadMember[];
}

/**
 * Every shape that was measured at several thread counts, in the order of the axes. Where memory or caches made a
 * plan choose another shape out of cache for some counts, these are one family: out of cache the time of an element
 * does not depend on the shape.
 * @param outOfCacheOf the shape that a sweep shows for DRAM; null for one that is not out of cache.
 */
export function familiesOf(
  sweeps: readonly PlacedSweep[],
  outOfCacheOf: (sweep: PlacedSweep) => Problem | null,
): readonly MeasuredFamily[] {
  const threaded = sweeps.filter(({ threadCount }) => threadCount > 1);
  const kinds = groupBy(threaded, (sweep) =>
    axisKey(sweep, ['target', 'cacheState', 'placement', 'scaling', 'pages', 'profile']),
  );
  return [...kinds.values()].flatMap((own) => {
    const { placement, scaling } = own[0]!;
    if (placement === null || scaling === null) return [];
    const single = sweeps.find(
      (sweep) =>
        sweep.threadCount === 1 &&
        differOnlyIn(sweep, own[0]!, 'threadCount', 'placement', 'scaling'),
    );
    const all = [...(single === undefined ? [] : [single]), ...own];
    const membersAt = (problemOf: (sweep: PlacedSweep) => Problem | null) =>
      all.flatMap((sweep): readonly ThreadMember[] => {
        const group = groupAt(sweep, problemOf(sweep));
        return group === undefined ? [] : [{ sweep, ...group }];
      });
    const problems = byProblem(
      own.flatMap(({ groups }) => groups),
      ({ problem }) => problem,
    ).map(([group]) => group!.problem);
    const outOfCache = membersAt(outOfCacheOf);
    const exact = problems
      .map((problem) => membersAt(() => problem))
      .filter((members) => members.length > 1 && !isPartOf(members, outOfCache));
    return [...exact, outOfCache]
      .filter(({ length }) => length > 1)
      .map((members) => ({ placement, scaling, members }));
  });
}

function isPartOf(members: readonly ThreadMember[], whole: readonly ThreadMember[]): boolean {
  return members.every(({ measured }) => whole.some((other) => other.measured === measured));
}
