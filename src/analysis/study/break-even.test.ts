import fc from 'fast-check';
import { expect, it } from 'vitest';

import { elementsOf } from '../../model/problem.js';
import { studies } from '../../softmax/studies.js';
import { oneRow } from '../../model/problem.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { analyze } from '../analyze.js';
import { breakEvenOf } from './break-even.js';
import type { BreakEven } from './study-schema.js';

const smallest = 1 << 10;
const winners = { F: 'faster', S: 'slower', '?': 'no difference', '-': null } as const;

/** A run with one size for each letter, that of 1 Ki first: F where two-pass is faster, S slower, ? and - undecided. */
function breakEven(pattern: string): BreakEven {
  const letters = pattern.split('') as (keyof typeof winners)[];
  const elementCounts = letters.map((_, index) => smallest << index);
  const { subject, speedups } = analyze(
    syntheticDocument({
      trueNs: (_, elementCount) => elementCount,
      algorithms: ['three-pass-recompute', 'two-pass'],
      elementCounts,
      roundCount: 6,
      samplesPerRound: 1,
    }),
  );
  return breakEvenOf(
    studies[0]!.headline,
    subject,
    speedups.map((speedup) => {
      const letter = letters[elementCounts.indexOf(elementsOf(speedup.problem))]!;
      return { ...speedup, classification: winners[letter] };
    }),
  );
}

function ends({ lowProblem, highProblem }: BreakEven): (number | null)[] {
  return [lowProblem, highProblem].map((problem) => problem && elementsOf(problem) / smallest);
}

it.each([
  ['SSFF', 'faster above', 2, 4],
  ['S?-F', 'faster above', 1, 8],
  ['?SF?', 'faster above', 2, 4],
  ['FF?S', 'faster below', 2, 8],
  ['SFSF', 'several changes', 1, 8],
  ['FSSF', 'several changes', 1, 8],
  ['FFFF', 'always faster', null, null],
  ['SSSS', 'always slower', null, null],
  ['?-FF', 'faster or undecided', null, 4],
  ['F?FF', 'faster or undecided', null, 4],
  ['FF?-', 'faster or undecided', null, null],
  ['S?-S', 'slower or undecided', null, null],
  ['?--?', 'undecided', null, null],
  ['F', 'not tested', null, null],
  ['', 'not tested', null, null],
])('with winners %s it is: %s', (pattern, kind, low, high) => {
  const found = breakEven(pattern === '' ? '?' : pattern);
  expect(found.kind).toBe(kind);
  expect(ends(found)).toEqual([low, high]);
});

it('undecided sizes never move it, and the interval ends at two decided sizes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('F', 'S', '?', '-'), { minLength: 2, maxLength: 9 }),
      (letters) => {
        const pattern = letters.join('');
        const found = breakEven(pattern);
        const [low, high] = ends(found);
        if (low == null || high == null) return;
        const at = (size: number): string => letters[Math.log2(size)]!;
        expect([at(low), at(high)].sort()).not.toContain('?');
        expect(low).toBeLessThan(high);
        expect(pattern.slice(0, Math.log2(low) + 1)).not.toMatch(at(low) === 'F' ? /S/ : /F/);
        expect(pattern.slice(Math.log2(high))).not.toMatch(at(high) === 'F' ? /S/ : /F/);
      },
    ),
    { numRuns: 60 },
  );
});

it('tells the largest loss and where it is', () => {
  const { breakEven } = analyze(
    syntheticDocument({
      trueNs: (algorithm, count) =>
        count * (algorithm !== 'two-pass' ? 1 : count < 1 << 20 ? 1.2 : 0.8),
      algorithms: ['three-pass-recompute', 'two-pass'],
      elementCounts: [1 << 14, 1 << 18, 1 << 22, 1 << 25],
      noise: 0.001,
    }),
  ).answer;
  expect(breakEven.largestLoss!.ratio).toBeCloseTo(1 / 1.2, 2);
  expect(breakEven).toMatchObject({
    kind: 'faster above',
    lowProblem: oneRow(1 << 18),
    highProblem: oneRow(1 << 22),
  });
});
