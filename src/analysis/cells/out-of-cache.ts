import { sweepOf } from '../../model/axes.js';
import type { Study } from '../../softmax/studies.js';
import type { SweepFacts } from './cell-schema.js';
import type { MeasuredGroup } from './measured-sweeps.js';
import { placeIn, type PlacedSweep } from './placed-sweeps.js';

/** The problems of a sweep, and the one that tables and claims use for DRAM. */
export function sweepFactsOf(sweep: PlacedSweep, study: Study): SweepFacts {
  const shown = outOfCacheGroup(sweep, study)?.problem ?? null;
  return {
    ...sweepOf(sweep),
    problems: sweep.groups.map(({ problem }) => problem),
    outOfCacheProblem: shown,
    isOutOfCache: shown !== null && placeIn(sweep, shown).isOutOfCache,
    caches: sweep.caches,
  };
}

/**
 * The largest problem that is out of cache by `isOutOfCache`, else the largest that no cache holds.
 * Problems of which the headline of the study and a rival were both measured come first, as reports show
 * their comparison.
 */
function outOfCacheGroup(sweep: PlacedSweep, study: Study): MeasuredGroup | null {
  const placed = sweep.groups.map((group) => ({ group, place: placeIn(sweep, group.problem) }));
  const inDram = placed.filter(({ place }) => place.region === 'DRAM');
  for (const candidates of [inDram.filter(({ place }) => place.isOutOfCache), inDram]) {
    const comparable = candidates.findLast(
      ({ group: { measured } }) =>
        measured.has(study.headline) && study.rivals.some((rival) => measured.has(rival)),
    );
    const shown = comparable ?? candidates.at(-1);
    if (shown !== undefined) return shown.group;
  }
  return null;
}
