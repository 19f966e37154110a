import { sweepFactsOf } from '../analysis/cells/out-of-cache.js';
import type { PlacedSweep } from '../analysis/cells/placed-sweeps.js';
import type { FloorRatio } from '../analysis/quality/quality-schema.js';
import { breakEvenOf } from '../analysis/study/break-even.js';
import { shipRangesOf, type TimedCell } from '../analysis/study/ship-ranges.js';
import { speedupsOf } from '../analysis/study/speedups.js';
import { winnersOf } from '../analysis/study/winners.js';
import { pointOf } from '../model/axes.js';
import type { Study } from '../softmax/studies.js';
import { sampleMedian } from '../statistics/rounded-samples.js';
import type { SweepAnswer } from './compared-run.js';

/** What `analyze` answers for the sweep, without the rest of an analysis, which takes ten times as long. */
export function sweepAnswer(
  sweep: PlacedSweep,
  floors: readonly FloorRatio[],
  study: Study,
): SweepAnswer {
  const facts = sweepFactsOf(sweep, study);
  const cells = sweep.groups.flatMap(({ measured }) =>
    [...measured.values()].map((outcome): TimedCell => {
      return { ...pointOf(outcome.cell), medianNs: sampleMedian(outcome) };
    }),
  );
  const speedups = speedupsOf(study, sweep, floors);
  const winners = winnersOf(study, sweep, floors);
  const shipped = shipRangesOf(facts, winners, { study, cells, speedups }).at(-1);
  const { kind, lowProblem, highProblem } = breakEvenOf(study.headline, facts, speedups);
  return {
    operation: study.operation,
    shipped:
      shipped === undefined
        ? null
        : { implementation: shipped.implementation, ties: [...shipped.ties] },
    breakEven: { kind, lowProblem, highProblem },
  };
}
