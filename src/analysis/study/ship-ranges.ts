import { isSameSweep, type Sweep } from '../../model/axes.js';
import { compareProblems, formatProblem, type Problem } from '../../model/problem.js';
import { algorithmOf, usesNonTemporalStores } from '../../softmax/algorithms.js';
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

/** Of one sweep. */
interface SweepInput extends Pick<RangeInput, 'study' | 'speedups'> {
  readonly sweep: SweepFacts;
  /** Median times by implementation and problem. */
  readonly times: ReadonlyMap<string, number>;
}

/** Sizes of which each has all candidates among its best. */
interface SharedSizes {
  readonly sizes: readonly Winners[];
  readonly candidates: readonly string[];
}

/**
 * The sizes of a sweep in as few ranges as possible, from the largest down: a range goes on while one
 * implementation wins or ties at each of its sizes. The range of the largest sizes also ends where that
 * implementation gains nothing any more, so that its gain is no promise for sizes without. By ascending size.
 * @param winners of the sweep, by ascending size.
 */
export function shipRangesOf(
  sweep: SweepFacts,
  winners: readonly Winners[],
  input: RangeInput,
): readonly ShipRange[] {
  const own = sweepInputOf(sweep, input);
  const descending = winners.toReversed();
  const gaining = gainingOf(descending, (id, problem) =>
    gainOf(id, { ...sweep, problem }, own.speedups),
  );
  const ranges: { sizes: Winners[]; candidates: readonly string[] }[] = [];
  for (const [index, size] of descending.entries()) {
    const [current] = ranges;
    const best = bestOf(size);
    const shared = current?.candidates.filter((id) => best.includes(id)) ?? [];
    const endsGain = index > 0 && index === gaining.sizeCount;
    if (current !== undefined && shared.length > 0 && !endsGain) {
      current.sizes.unshift(size);
      current.candidates = shared;
    } else ranges.unshift({ sizes: [size], candidates: best });
  }
  return ranges.map((shared, index) =>
    rangeOf(own, shared, index === ranges.length - 1 ? gaining.implementations : []),
  );
}

function sweepInputOf(sweep: SweepFacts, { study, cells, speedups }: RangeInput): SweepInput {
  const timed = cells.filter((cell) => isSameSweep(cell, sweep));
  return {
    study,
    sweep,
    speedups: speedups.filter((gain) => isSameSweep(gain, sweep)),
    times: new Map(timed.map((cell) => [keyOf(cell.implementation, cell.problem), cell.medianNs])),
  };
}

/** What is fastest or ties with it. */
function bestOf({ fastest, tied }: Winners): readonly string[] {
  return [fastest, ...tied];
}

/** The largest sizes, at which the same implementations are best and ahead of their best rivals. */
interface Gaining {
  readonly sizeCount: number;
  readonly implementations: readonly string[];
}

/**
 * Down to the last size at which one of them is ahead beyond noise; no size where none is at the largest.
 * @param descending the winners, the largest size first.
 */
function gainingOf(
  descending: readonly Winners[],
  gainAt: (implementation: string, problem: Problem) => Speedup | null,
): Gaining {
  let gaining: Gaining = { sizeCount: 0, implementations: [] };
  let candidates: readonly string[] | null = null;
  for (const [index, size] of descending.entries()) {
    const own = bestOf(size);
    const gains: readonly Speedup[] = (candidates ?? own)
      .filter((id) => own.includes(id))
      .flatMap((id) => gainAt(id, size.problem) ?? [])
      .filter(({ ratio }) => ratio > 1);
    candidates = gains.map(({ implementation }) => implementation);
    if (gains.some(({ classification }) => classification === 'faster')) {
      gaining = { sizeCount: index + 1, implementations: candidates };
    } else if (gains.length === 0 || index === 0) break;
  }
  return gaining;
}

function keyOf(implementation: string, problem: Problem): string {
  return `${implementation} ${formatProblem(problem)}`;
}

/** @param gaining what gains at its sizes and comes first among what ties. */
function rangeOf(
  { study, sweep, speedups, times }: SweepInput,
  { sizes, candidates }: SharedSizes,
  gaining: readonly string[],
): ShipRange {
  const problems = sizes.map(({ problem }) => problem);
  const meanLogTimeOf = (id: string): number =>
    problems.reduce((sum, problem) => sum + Math.log(times.get(keyOf(id, problem))!), 0);
  // Noise alone orders what ties. The headline comes first where it gains, and another run says the same. What gains
  // nothing comes last with NT stores, for which the next reader of y pays.
  const rankOf = (id: string): number => {
    if (gaining.includes(id)) return id === study.headline ? 0 : 1;
    return usesNonTemporalStores(algorithmOf(id)) ? 3 : 2;
  };
  const [implementation, ...ties] = candidates.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || meanLogTimeOf(a) - meanLogTimeOf(b),
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
