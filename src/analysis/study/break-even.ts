import type { SweepFacts } from '../cells/cell-schema.js';
import { gainOf } from './headline-gain.js';
import type { BreakEven, Speedup } from './study-schema.js';

/**
 * Between which sizes of the subject the winner changes, the implementation against its best rival. Sizes that are
 * undecided never end the interval, so they lie inside it or among sizes with one winner.
 */
export function breakEvenOf(
  implementation: string,
  subject: SweepFacts | null,
  speedups: readonly Speedup[],
): BreakEven {
  const gains = (subject?.problems ?? []).flatMap(
    (problem) => gainOf(implementation, { ...subject!, problem }, speedups) ?? [],
  );
  const losses = gains.filter(isSlower);
  const largestLoss = losses.toSorted((a, b) => a.ratio - b.ratio)[0] ?? null;
  return { ...changeIn(gains), largestLoss };
}

type Change = Omit<BreakEven, 'largestLoss'>;

/** @param gains by ascending size. */
function changeIn(gains: readonly Speedup[]): Change {
  const decided = gains.filter((gain) => isFaster(gain) || isSlower(gain));
  const changes = decided.flatMap((gain, index) => {
    const before = decided[index - 1];
    return before === undefined || isFaster(before) === isFaster(gain) ? [] : [{ before, gain }];
  });
  const [first] = changes;
  if (first !== undefined) {
    const direction = isFaster(first.gain) ? 'faster above' : 'faster below';
    return {
      kind: changes.length > 1 ? 'several changes' : direction,
      lowProblem: first.before.problem,
      highProblem: changes.at(-1)!.gain.problem,
    };
  }
  const none = { lowProblem: null, highProblem: null };
  // One size has a winner, but no break-even.
  if (gains.length < 2) return { kind: 'not tested', ...none };
  if (decided.length === 0) return { kind: 'undecided', ...none };
  const isAlways = decided.length === gains.length;
  if (decided.every(isSlower))
    return { kind: isAlways ? 'always slower' : 'slower or undecided', ...none };
  if (isAlways) return { kind: 'always faster', ...none };
  const from = gains[gains.findLastIndex((gain) => !isFaster(gain)) + 1];
  return { kind: 'faster or undecided', lowProblem: null, highProblem: from?.problem ?? null };
}

function isFaster({ classification }: Speedup): boolean {
  return classification === 'faster';
}

function isSlower({ classification }: Speedup): boolean {
  return classification === 'slower';
}
