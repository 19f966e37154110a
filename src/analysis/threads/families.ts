import { axisKey, differOnlyIn } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { Placement } from '../../model/placement.js';
import { byProblem, type Problem } from '../../model/problem.js';
import type { Scaling } from '../../model/vocabulary.js';
import { groupAt, type MeasuredGroup } from '../cells/measured-sweeps.js';
import type { PlacedSweep } from '../cells/placed-sweeps.js';

/** A thread count at which a shape was measured. */
export interface ThreadMember {
  readonly sweep: PlacedSweep;
  readonly measured: MeasuredGroup['measured'];
}

/** Thread counts of one placement and scaling at one shape. */
export interface MeasuredFamily {
  readonly placement: Placement;
  readonly scaling: Scaling;
  readonly problem: Problem;
  /** By ascending thread count, one thread first where it was measured; at least two. */
  readonly members: readonly ThreadMember[];
}

/** Every shape that was measured at several thread counts, in the order of the axes. */
export function familiesOf(sweeps: readonly PlacedSweep[]): readonly MeasuredFamily[] {
  const threaded = sweeps.filter(({ threadCount }) => threadCount > 1);
  const kinds = groupBy(threaded, (sweep) =>
    axisKey(sweep, ['target', 'cacheState', 'placement', 'scaling', 'pages']),
  );
  return [...kinds.values()].flatMap((own) => {
    const { placement, scaling } = own[0]!;
    if (placement === null || scaling === null) return [];
    const single = sweeps.find(
      (sweep) =>
        sweep.threadCount === 1 &&
        differOnlyIn(sweep, own[0]!, 'threadCount', 'placement', 'scaling'),
    );
    const members = [...(single === undefined ? [] : [single]), ...own];
    const problems = byProblem(
      own.flatMap(({ groups }) => groups),
      (group) => group.problem,
    ).map(([group]) => group!.problem);
    return problems.flatMap((problem): readonly MeasuredFamily[] => {
      const at = members.flatMap((sweep): readonly ThreadMember[] => {
        const group = groupAt(sweep, problem);
        return group === undefined ? [] : [{ sweep, measured: group.measured }];
      });
      return at.length < 2 ? [] : [{ placement, scaling, problem, members: at }];
    });
  });
}
