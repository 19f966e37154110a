import { agreeIn, groupAxes } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { floorBaselinesOf } from '../../softmax/floor.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import { verdicts } from '../shapes.js';
import type { Answer, LimitGroup } from './answer-schema.js';

/** What limits the algorithms of a sweep by the read + copy floor, at its out-of-cache size or its largest. */
export function limitsOf(
  subject: SweepFacts | null,
  cells: readonly CellAnalysis[],
): Pick<Answer, 'limitPlace' | 'limits'> {
  if (subject === null) return { limitPlace: null, limits: [] };
  const problem = subject.outOfCacheProblem ?? subject.problems.at(-1)!;
  const measured = cells.filter((cell) => agreeIn(cell, { ...subject, problem }, groupAxes));
  const [first] = measured;
  if (first === undefined) return { limitPlace: null, limits: [] };
  const { workingSetBytes, region, isTransition, isOutOfCache } = first;
  const rankOf = ({ verdict }: CellAnalysis): number =>
    verdict === null ? verdicts.length : verdicts.indexOf(verdict);
  const algorithms = measured
    .filter(({ kind }) => kind === 'algorithm')
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  const groups = groupBy(algorithms, (cell) =>
    [cell.verdict, ...missingBaselines(cell, measured)].join(),
  );
  return {
    limitPlace: { problem, workingSetBytes, region, isTransition, isOutOfCache },
    limits: [...groups.values()].map((own) => limitGroupOf(own, measured)),
  };
}

function limitGroupOf(own: readonly CellAnalysis[], measured: readonly CellAnalysis[]): LimitGroup {
  const ratios = own.flatMap(({ floorFraction }) => floorFraction?.ratio ?? []);
  return {
    verdict: own[0]!.verdict,
    implementations: own.map(({ implementation }) => implementation),
    floorFraction:
      ratios.length === 0 ? null : { low: Math.min(...ratios), high: Math.max(...ratios) },
    missingBaselines: missingBaselines(own[0]!, measured),
  };
}

function missingBaselines(
  { implementation, rows }: CellAnalysis,
  measured: readonly CellAnalysis[],
): string[] {
  const baselines = new Set(floorBaselinesOf(algorithmOf(implementation), rows?.regime));
  return [...baselines].filter((id) => measured.every((cell) => cell.implementation !== id));
}
