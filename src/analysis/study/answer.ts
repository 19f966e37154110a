import { differOnlyIn, isSameSweep, sweepOf } from '../../model/axes.js';
import type { Machine } from '../../model/machine.js';
import { compareProblems } from '../../model/problem.js';
import type { Study } from '../../softmax/studies.js';
import type { Batches } from '../batches/batch-schema.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import type { Steadiness } from '../quality/quality-schema.js';
import type { ThreadFamily } from '../threads/thread-schema.js';
import type { Answer, StateAnswer, Trust } from './answer-schema.js';
import { breakEvenOf } from './break-even.js';
import { gainOf, headlineGain } from './headline-gain.js';
import { limitsOf } from './limits.js';
import { shipRangesOf } from './ship-ranges.js';
import type { BreakEven, JudgedClaim, Speedup } from './study-schema.js';
import { threadAnswersOf } from './thread-answers.js';
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
  readonly batches: Pick<Batches, 'shapes'> | null;
  readonly threads: readonly ThreadFamily[];
  readonly steadiness: Steadiness;
  readonly isComplete: boolean;
  readonly isEmulated: boolean;
  readonly warningCount: number;
}

/** Which implementation to ship at which size, by how much, why, and how far to trust it. */
export function answerOf(input: AnswerInput): Answer {
  const { study, subject, speedups, breakEven, claims } = input;
  const problem = subject?.outOfCacheProblem ?? null;
  const states = statesOf(input);
  return {
    states,
    headlineGain:
      subject === null || problem === null
        ? null
        : headlineGain(study, { ...subject, problem }, speedups),
    breakEven,
    shipped: shippedOf(states, input),
    ...limitsOf(subject, input.cells),
    threads: threadAnswersOf(input),
    trust: trustOf(input),
    claims: claims.filter(({ origin }) => origin === 'stated'),
  };
}

function shippedOf(
  [own]: readonly StateAnswer[],
  { study, subject, speedups, batches }: AnswerInput,
): Answer['shipped'] {
  const problem = subject?.outOfCacheProblem ?? null;
  if (problem === null) return null;
  const atShape = batches?.shapes.find((shape) => compareProblems(shape.problem, problem) === 0);
  const { implementation } = atShape ?? own?.ranges.at(-1) ?? {};
  if (implementation === undefined || implementation === study.headline) {
    return null;
  }
  const gain = gainOf(implementation, { ...subject!, problem }, speedups);
  return (
    gain && { implementation, gain, breakEven: breakEvenOf(implementation, subject, speedups) }
  );
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

function trustOf(input: AnswerInput): Trust {
  const { steadiness, machine, isComplete, isEmulated, warningCount } = input;
  const { precision, processCount, otherCpuLoad, disturbances } = steadiness;
  const { roundCount, disturbedCount } = disturbances;
  return {
    headlineHalfWidth: precision.headlineHalfWidth,
    reachedCount: precision.reachedCount,
    cellCount: precision.cellCount,
    processCount,
    isVirtualMachine: machine.hypervisor !== null,
    isEmulated,
    otherCpuLoad,
    disturbedShare: roundCount === 0 ? 0 : disturbedCount / roundCount,
    isComplete,
    warningCount,
  };
}
