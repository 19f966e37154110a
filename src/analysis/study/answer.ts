import { agreeIn, differOnlyIn, groupAxes, isSameSweep, sweepOf } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { Machine } from '../../model/machine.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { floorBaselinesOf } from '../../softmax/floor.js';
import type { Study } from '../../softmax/studies.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import type { Steadiness } from '../quality/quality-schema.js';
import { verdicts } from '../shapes.js';
import type { Answer, LimitGroup, StateAnswer, Trust } from './answer-schema.js';
import { headlineGain } from './headline-gain.js';
import { shipRangesOf } from './ship-ranges.js';
import type { BreakEven, JudgedClaim, Speedup } from './study-schema.js';
import type { Winners } from './winners-schema.js';

/** What the answer is made from; all of one study. */
export interface AnswerInput {
  readonly study: Study;
  readonly machine: Machine;
  readonly sweeps: readonly SweepFacts[];
  /** The sweep that the answer is about; null when nothing was measured. */
  readonly subject: SweepFacts | null;
  readonly cells: readonly CellAnalysis[];
  readonly speedups: readonly Speedup[];
  readonly breakEven: BreakEven;
  readonly winners: readonly Winners[];
  /** Among implementations with ordinary stores. */
  readonly ordinaryWinners: readonly Winners[];
  readonly claims: readonly JudgedClaim[];
  readonly steadiness: Steadiness;
  readonly isComplete: boolean;
  readonly warningCount: number;
}

/** Which implementation to ship at which size, by how much, why, and how far to trust it. */
export function answerOf(input: AnswerInput): Answer {
  const { study, subject, speedups, breakEven, claims } = input;
  const problem = subject?.outOfCacheProblem ?? null;
  return {
    states: statesOf(input),
    headlineGain:
      subject === null || problem === null
        ? null
        : headlineGain(study, { ...subject, problem }, speedups),
    breakEven,
    ...limitsOf(input),
    trust: trustOf(input),
    claims: claims.filter(({ origin }) => origin === 'stated'),
  };
}

/** The subject, and the other states of the caches that were measured in the same way. */
function statesOf(input: AnswerInput): readonly StateAnswer[] {
  const { subject, sweeps, winners, ordinaryWinners } = input;
  if (subject === null) return [];
  const others = sweeps.filter(
    (sweep) =>
      sweep.cacheState !== subject.cacheState && differOnlyIn(sweep, subject, 'cacheState'),
  );
  return [subject, ...others].map((sweep) => ({
    ...sweepOf(sweep),
    ranges: shipRangesOf(
      sweep,
      winners.filter((own) => isSameSweep(own, sweep)),
      input,
    ),
    ordinaryRanges: shipRangesOf(
      sweep,
      ordinaryWinners.filter((own) => isSameSweep(own, sweep)),
      input,
    ),
  }));
}

/** By the verdicts on the read + copy floor, at the out-of-cache size or the largest. */
function limitsOf({ subject, cells }: AnswerInput): Pick<Answer, 'limitPlace' | 'limits'> {
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
  { implementation }: CellAnalysis,
  measured: readonly CellAnalysis[],
): string[] {
  const baselines = new Set(floorBaselinesOf(algorithmOf(implementation)));
  return [...baselines].filter((id) => measured.every((cell) => cell.implementation !== id));
}

function trustOf({ steadiness, machine, isComplete, warningCount }: AnswerInput): Trust {
  const { precision, processCount, otherCpuLoad, disturbances } = steadiness;
  const { roundCount, disturbedCount } = disturbances;
  return {
    headlineHalfWidth: precision.headlineHalfWidth,
    reachedCount: precision.reachedCount,
    cellCount: precision.cellCount,
    processCount,
    isVirtualMachine: machine.hypervisor !== null,
    otherCpuLoad,
    disturbedShare: roundCount === 0 ? 0 : disturbedCount / roundCount,
    isComplete,
    warningCount,
  };
}
