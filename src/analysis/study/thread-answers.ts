import { agreeIn, differOnlyIn, isSameSweep, sweepOf } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { Problem } from '../../model/problem.js';
import type { SweepFacts } from '../cells/cell-schema.js';
import type { ThreadFamily } from '../threads/thread-schema.js';
import type { AnswerInput } from './answer.js';
import type { ThreadAnswer } from './answer-schema.js';
import { headlineGain } from './headline-gain.js';
import { limitsOf } from './limits.js';
import { shipRangesOf } from './ship-ranges.js';

/** The answer for one thread and for the most threads of each scaling; empty where one thread count was measured. */
export function threadAnswersOf(input: AnswerInput): readonly ThreadAnswer[] {
  const { subject, sweeps } = input;
  if (subject === null) return [];
  const own = sweeps.filter((sweep) =>
    differOnlyIn(sweep, subject, 'threadCount', 'placement', 'scaling'),
  );
  const shown = [...groupBy(own, ({ scaling }) => scaling).values()].map(largestOf);
  return shown.length < 2 ? [] : shown.map((sweep) => threadAnswerOf(sweep, input));
}

/** Of several placements the first. */
function largestOf(sweeps: readonly SweepFacts[]): SweepFacts {
  return sweeps.reduce((most, sweep) => (sweep.threadCount > most.threadCount ? sweep : most));
}

function threadAnswerOf(sweep: SweepFacts, input: AnswerInput): ThreadAnswer {
  const { study, cells, speedups, winners, ordinaryWinners, threads } = input;
  const limits = limitsOf(sweep, cells);
  const problem = limits.limitPlace?.problem;
  const [family] = threads
    .filter((own) => problem !== undefined && isFamilyOf(own, sweep, problem))
    .sort((a, b) => b.counts.length - a.counts.length);
  const rangeOf = (all: typeof winners) => {
    const own = all.filter((winner) => isSameSweep(winner, sweep));
    return shipRangesOf(sweep, own, input).at(-1) ?? null;
  };
  const curveOf = (id: string) =>
    family?.curves.find(({ implementation }) => implementation === id);
  return {
    ...sweepOf(sweep),
    ...limits,
    range: rangeOf(winners),
    ordinaryRange: rangeOf(ordinaryWinners),
    headlineGain:
      problem === undefined ? null : headlineGain(study, { ...sweep, problem }, speedups),
    saturation: (curveOf('copy') ?? curveOf('read'))?.saturations.at(-1) ?? null,
    payoffs: (family?.payoffs ?? []).map(({ implementation, kind, threadCount }) => ({
      implementation,
      kind,
      threadCount,
    })),
  };
}

function isFamilyOf(family: ThreadFamily, sweep: SweepFacts, problem: Problem): boolean {
  return (
    isSameSweep({ ...family, threadCount: sweep.threadCount }, sweep) &&
    family.counts.some(
      (own) => own.threadCount === sweep.threadCount && agreeIn(own, { problem }, ['problem']),
    )
  );
}
