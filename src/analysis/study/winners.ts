import { differOnlyIn, sweepOf } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import { formatProblem } from '../../model/problem.js';
import { algorithmOf, type Algorithm } from '../../softmax/algorithms.js';
import type { Study } from '../../softmax/studies.js';
import { classify, pairedRatio } from '../../statistics/paired-ratio.js';
import { sampleMedian } from '../../statistics/rounded-samples.js';
import type { MeasuredByImplementation } from '../cells/measured-sweeps.js';
import { placeIn, type PlacedSweep } from '../cells/placed-sweeps.js';
import { floorRatioAt } from '../quality/aa-noise.js';
import type { FloorRatio } from '../quality/quality-schema.js';
import type { StateWinners, Winners } from './winners-schema.js';

/**
 * The winner at each problem of each sweep: the implementation of the study's operation with the shortest median
 * time, and those that tie with it.
 * @param isCandidate leaves implementations out.
 */
export function winnersOf(
  study: Study,
  sweep: PlacedSweep,
  floors: readonly FloorRatio[],
  isCandidate: (algorithm: Algorithm) => boolean = () => true,
): readonly Winners[] {
  return sweep.groups.flatMap(({ problem, measured }): readonly Winners[] => {
    const names = [...measured.keys()].filter((id) => {
      const algorithm = algorithmOf(id);
      const { operation, controlOf } = algorithm;
      return operation === study.operation && controlOf === null && isCandidate(algorithm);
    });
    const [fastest, ...others] = names.toSorted(
      (a, b) => medianOf(measured, a) - medianOf(measured, b),
    );
    if (fastest === undefined || others.length === 0) return [];
    const at = { ...sweepOf(sweep), ...placeIn(sweep, problem) };
    const floorRatio = floorRatioAt(at, floors);
    const compared = others.map((name) => {
      const interval = pairedRatio(measured.get(name)!, measured.get(fastest)!)?.interval ?? null;
      return { name, result: interval && classify(interval, floorRatio) };
    });
    return [
      {
        ...at,
        problem,
        fastest,
        tied: compared.filter(({ result }) => result !== 'faster').map(({ name }) => name),
        isDecided: compared.every(({ result }) => result !== null),
      },
    ];
  });
}

function medianOf(measured: MeasuredByImplementation, name: string): number {
  return sampleMedian(measured.get(name)!);
}

/**
 * The problems that were measured in several cache states, with the winners of each. `differs` when no
 * implementation wins or ties in all of them; null where a state is undecided.
 * @param winners of all sweeps.
 */
export function stateWinnersOf(winners: readonly Winners[]): readonly StateWinners[] {
  const [first] = winners;
  if (first === undefined) return [];
  // The states of one sweep: the others may be of another target.
  const comparable = winners.filter((own) => differOnlyIn(own, first, 'cacheState'));
  const problems = new Map(comparable.map((own) => [formatProblem(own.problem), own.problem]));
  return [...problems.values()].flatMap((problem): readonly StateWinners[] => {
    const states = matching(comparable, { problem }, ['problem']);
    if (states.length < 2) return [];
    const sets = states.map(({ fastest, tied }) => new Set([fastest, ...tied]));
    const shared = [...sets[0]!].filter((name) => sets.every((own) => own.has(name)));
    const isDecided = states.every((state) => state.isDecided);
    return [
      {
        problem,
        region: states[0]!.region,
        states,
        differs: isDecided ? shared.length === 0 : null,
      },
    ];
  });
}
