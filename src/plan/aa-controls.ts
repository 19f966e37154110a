import { agreeIn, axisKey, sweepAxes } from '../model/axes.js';
import { cellAt, isOwn, type Cell } from '../model/cell.js';
import { groupBy } from '../model/group-by.js';
import type { Machine } from '../model/machine.js';
import { byProblem, workingSetOf } from '../model/problem.js';
import { cacheBoundaries, placeOf, type Region } from '../model/region.js';
import { aaControlIdOf, algorithmOf } from '../softmax/algorithms.js';
import { studies } from '../softmax/studies.js';

/** What says in which region a working set lies. */
export type CacheSizes = Pick<Machine, 'caches' | 'lastLevelCacheBytes' | 'lastLevelCacheSource'>;

/**
 * The cells with A/A controls: in each region of each sweep one cell is measured once more under another
 * name. The two are equal, so what they differ by is the noise of the run. A control uses the memory and
 * kernels of its original, which comes right before it.
 */
export function withControls(cells: readonly Cell[], machine: CacheSizes): readonly Cell[] {
  const { lastLevelCacheBytes, lastLevelCacheSource } = machine;
  const boundaries = cacheBoundaries(machine, lastLevelCacheBytes, lastLevelCacheSource);
  const regionOf = ({ problem }: Cell): Region => placeOf(workingSetOf(problem), boundaries).region;
  const sweeps = groupBy(cells.filter(isOwn), (cell) => axisKey(cell, sweepAxes));
  const originals = new Set(
    [...sweeps.values()].flatMap((sweep) =>
      [...groupBy(sweep, regionOf)].map(([region, own]) => originalIn(region, own)),
    ),
  );
  return cells.flatMap((cell) => (originals.has(cell) ? [cell, controlOf(cell)] : [cell]));
}

/** Of cells with controls, the pairs alone. */
export function controlPairs(cells: readonly Cell[]): readonly Cell[] {
  const isControl = (cell: Cell | undefined): boolean =>
    cell !== undefined && isOwn(cell) && algorithmOf(cell.implementation).controlOf !== null;
  return cells.filter((cell, index) => isControl(cell) || isControl(cells[index + 1]));
}

function controlOf(cell: Cell): Cell {
  return cellAt({ ...cell, implementation: aaControlIdOf(cell.implementation) }, cell.variants);
}

/**
 * The cell to repeat: of the largest problem in DRAM, of the middle one in a cache, which is far from the
 * edges. The headline of a study is preferred, as the answer is about it.
 */
function originalIn(region: Region, cells: readonly Cell[]): Cell {
  const problems = byProblem(cells, ({ problem }) => problem);
  const [first] = problems.at(region === 'DRAM' ? -1 : problems.length >> 1) ?? [];
  if (first === undefined) throw new Error(`no cells in ${region}`);
  const candidates = cells.filter((cell) => agreeIn(cell, first, ['problem']));
  const headlines = studies.flatMap(({ headline }) =>
    candidates.filter(({ implementation }) => implementation === headline),
  );
  return headlines[0] ?? first;
}
