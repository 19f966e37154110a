import { isSameSweep, type Sweep } from '../../model/axes.js';
import { compareProblems, formatProblem, type Problem } from '../../model/problem.js';
import type { Study } from '../../softmax/studies.js';
import type { Interval } from '../../statistics/median-interval.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import type { ShipRange } from './answer-schema.js';
import { gainOf } from './headline-gain.js';
import type { Speedup } from './study-schema.js';
import type { Winners } from './winners-schema.js';

/** What ranges take from a cell. */
export type TimedCell = Pick<CellAnalysis, keyof Sweep | 'implementation' | 'problem' | 'medianNs'>;

/** What ranges are made from; all of one study. */
export interface RangeInput {
  readonly study: Study;
  readonly cells: readonly TimedCell[];
  readonly speedups: readonly Speedup[];
}

/** Median times by implementation and problem. */
type Times = ReadonlyMap<string, number>;

/**
 * The sizes of a sweep in as few ranges as possible, from the largest down: a range goes on while one
 * implementation wins or ties at each of its sizes. By ascending size.
 * @param winners of the sweep, by ascending size.
 */
export function shipRangesOf(
  sweep: SweepFacts,
  winners: readonly Winners[],
  input: RangeInput,
): readonly ShipRange[] {
  const ranges: { sizes: Winners[]; candidates: readonly string[] }[] = [];
  for (const size of winners.toReversed()) {
    const [current] = ranges;
    const own = [size.fastest, ...size.tied];
    const shared = current?.candidates.filter((id) => own.includes(id)) ?? [];
    if (current !== undefined && shared.length > 0) {
      current.sizes.unshift(size);
      current.candidates = shared;
    } else ranges.unshift({ sizes: [size], candidates: own });
  }
  const times: Times = new Map(
    input.cells
      .filter((cell) => isSameSweep(cell, sweep))
      .map((cell) => [keyOf(cell.implementation, cell.problem), cell.medianNs]),
  );
  const own = { ...input, speedups: input.speedups.filter((gain) => isSameSweep(gain, sweep)) };
  return ranges.map(({ sizes, candidates }) => rangeOf(sweep, sizes, candidates, own, times));
}

function keyOf(implementation: string, problem: Problem): string {
  return `${implementation} ${formatProblem(problem)}`;
}

function rangeOf(
  sweep: SweepFacts,
  sizes: readonly Winners[],
  candidates: readonly string[],
  { study, speedups }: RangeInput,
  times: Times,
): ShipRange {
  const problems = sizes.map(({ problem }) => problem);
  const meanLogTimeOf = (id: string): number =>
    problems.reduce((sum, problem) => sum + Math.log(times.get(keyOf(id, problem))!), 0);
  const [implementation, ...ties] = candidates.toSorted(
    (a, b) => meanLogTimeOf(a) - meanLogTimeOf(b),
  );
  const gainsOf = (id: string): readonly Speedup[] =>
    problems.flatMap((problem) => gainOf(id, { ...sweep, problem }, speedups) ?? []);
  const gains = gainsOf(implementation!);
  const isShown = ({ problem }: { problem: Problem }): boolean =>
    sweep.outOfCacheProblem !== null && compareProblems(problem, sweep.outOfCacheProblem) === 0;
  return {
    lowProblem: problems[0]!,
    highProblem: problems.at(-1)!,
    implementation: implementation!,
    ties,
    isDecided: sizes.every(({ isDecided }) => isDecided),
    gain: gains.find(isShown) ?? gains.at(-1) ?? null,
    gainRange: rangeOfRatios(gains),
    headlineRange:
      implementation === study.headline ? null : rangeOfRatios(gainsOf(study.headline)),
  };
}

function rangeOfRatios(gains: readonly Speedup[]): Interval | null {
  // One round says nothing of a difference.
  const known = gains.filter(({ interval }) => interval !== null).map(({ ratio }) => ratio);
  return known.length === 0 ? null : { low: Math.min(...known), high: Math.max(...known) };
}
