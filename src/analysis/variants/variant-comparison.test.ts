import { expect, it } from 'vitest';

import { syntheticDocument, type SyntheticThreads } from '../../testing/synthetic-document.js';
import { analyze } from '../analyze.js';

const oneThread = { threadCount: 1, placement: null, scaling: null } as const;
const variants: readonly SyntheticThreads[] = [
  oneThread,
  { ...oneThread, profile: 'paper' },
  { ...oneThread, profile: 'tuned' },
];
const gains: Readonly<Record<string, number>> = { paper: 0.9, tuned: 1.2 };
const sizes = [4096, 2 ** 25];

/** Two-pass gains from other variants, the others do not. */
function documentWith(threads: readonly SyntheticThreads[]) {
  return syntheticDocument({
    algorithms: ['three-pass-reload', 'two-pass', 'two-pass-aa', 'copy'],
    elementCounts: sizes,
    threads,
    trueNs: (id, elementCount, _pages, { profile }) =>
      elementCount / (id.startsWith('two-pass') ? (gains[profile ?? ''] ?? 1) : 1),
  });
}

it('compares each algorithm with the default, paired within rounds', () => {
  const { variants: compared } = analyze(documentWith(variants));
  const twoPass = compared.filter(({ implementation }) => implementation === 'two-pass');
  expect(twoPass.map(({ problem, base }) => [problem.columns, base])).toEqual(
    sizes.map((columns) => [columns, null]),
  );
  for (const { others } of twoPass) {
    expect(others.map(({ profile, classification }) => [profile, classification])).toEqual([
      ['paper', 'slower'],
      ['tuned', 'faster'],
    ]);
    for (const { profile, gain } of others) {
      expect(gain!.ratio).toBeCloseTo(gains[profile!]!, 1);
      expect(gain!.interval!.high - gain!.interval!.low).toBeLessThan(0.1);
    }
  }
  expect(compared.map(({ implementation }) => implementation)).not.toContain('copy');
});

it('takes the first where the default was not measured', () => {
  const { variants: compared } = analyze(documentWith(variants.slice(1)));
  expect(compared[0]).toMatchObject({ base: 'paper', others: [{ profile: 'tuned' }] });
});
