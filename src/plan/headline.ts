import { agreeIn, isSameSweep } from '../model/axes.js';
import type { Cell } from '../model/cell.js';
import { compareProblems } from '../model/problem.js';
import { isOutOfCache } from '../model/region.js';
import { aaControlIdOf, nonTemporalIdOf, skeletonIdOf } from '../softmax/algorithms.js';
import { studies, type Study } from '../softmax/studies.js';

/** What the implementations of every study are compared with. */
const headlineBaselines = ['copy', 'copy-nt', 'read', 'update'];

/**
 * The cells that the answer of a run needs: of its first study the headline and its rivals, with their
 * forms with non-temporal stores and memory-only versions, and the baselines that their passes are compared with.
 * Without a study everything that is measured there. All are of one group: the first sweep of the plan (its fastest
 * target and first cache state) at its largest problem that is out of cache, or at its largest where none is.
 */
export function headlineCells(
  cells: readonly Cell[],
  lastLevelCacheBytes: number,
): ReadonlySet<Cell> {
  const study = studies.find(({ headline }) =>
    cells.some(({ implementation }) => implementation === headline),
  );
  const isAsked = ({ implementation }: Cell): boolean =>
    study === undefined || implementation === study.headline;
  const first = cells.find(isAsked);
  if (first === undefined) return new Set();
  const sweep = cells.filter((cell) => isSameSweep(cell, first));
  const candidates = sweep.filter(isAsked).sort((a, b) => compareProblems(a.problem, b.problem));
  const isOut = ({ problem }: Cell): boolean => isOutOfCache(problem, lastLevelCacheBytes);
  const headline = candidates.findLast(isOut) ?? candidates.at(-1)!;
  const names = study === undefined ? null : headlineNames(study);
  return new Set(
    sweep.filter(
      (cell) =>
        agreeIn(cell, headline, ['problem']) && (names === null || names.has(cell.implementation)),
    ),
  );
}

function headlineNames({ headline, rivals }: Study): ReadonlySet<string> {
  const ordinary = [headline, ...rivals];
  const studied = [...ordinary, ...ordinary.map(nonTemporalIdOf)];
  return new Set([
    ...studied,
    ...studied.map(skeletonIdOf),
    aaControlIdOf(headline),
    ...headlineBaselines,
  ]);
}
