import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../../model/result.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { analyze } from '../analyze.js';

/** The document with the same cells in a second cache state, in which `slowed` take longer. */
function inTwoStates(slowed: readonly string[], factor: number): ResultDocument {
  const document = fixtureDocument();
  const warm = document.outcomes.flatMap((outcome) => {
    if (outcome.status !== 'measured') return [];
    const { cell, durationsNs } = outcome;
    const isSlowed = slowed.includes(cell.implementation);
    const id = cell.id.replace('cold-output', 'warm');
    return [
      {
        ...outcome,
        cell: { ...cell, cacheState: 'warm' as const, id },
        durationsNs: durationsNs.map((ns) => (isSlowed ? factor * ns : ns)),
      },
    ];
  });
  return { ...document, outcomes: [...document.outcomes, ...warm] };
}

describe('winners', () => {
  const { winners, cells } = analyze(fixtureDocument());

  it('are the fastest of the operation, never a baseline or a memory-only version', () => {
    for (const { fastest, tied, problem, target } of winners) {
      const own = cells.filter(
        (cell) =>
          cell.target === target &&
          cell.problem.columns === problem.columns &&
          cell.operation === 'softmax',
      );
      const best = Math.min(...own.map(({ medianNs }) => medianNs));
      expect(own.find(({ implementation }) => implementation === fastest)?.medianNs).toBe(best);
      for (const name of tied) {
        expect(own.map(({ implementation }) => implementation)).toContain(name);
      }
    }
    expect(winners.length).toBeGreaterThan(4);
  });

  it('differ between cache states where none wins or ties in both', () => {
    const winnerAtLargest = winners.find(
      ({ target, problem }) => target === 'avx512' && problem.columns === 1 << 25,
    )!;
    const fast = [winnerAtLargest.fastest, ...winnerAtLargest.tied];
    const slowed = analyze(inTwoStates(fast, 3)).stateWinners;
    const same = analyze(inTwoStates(fast, 1)).stateWinners;
    expect(same.map(({ differs }) => differs)).toEqual(same.map(() => false));
    expect(same).toHaveLength(4);
    expect(slowed.find(({ problem }) => problem.columns === 1 << 25)?.differs).toBe(true);
  });

  it('say nothing of one cache state', () => {
    expect(analyze(fixtureDocument()).stateWinners).toEqual([]);
  });
});
