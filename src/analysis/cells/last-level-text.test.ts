import { expect, it } from 'vitest';

import type { Machine } from '../../model/machine.js';
import { fixtureMachine, fixtureProbe } from '../../testing/fixture-document.js';
import { lastLevelText } from './last-level-text.js';

const mib = 2 ** 20;

const measured = { lastLevelCacheBytes: 15 * mib, lastLevelCacheSource: 'measured' } as const;

it.each<[string, Partial<Machine>]>([
  ['LLC: 32 MiB (reported)', {}],
  [
    'LLC: 32 MiB (reported, used), not measured',
    { cacheProbe: { ...fixtureProbe, capacity: null, conclusion: 'not seen' } },
  ],
  ['LLC: 32 MiB (reported, used), 30 MiB (measured)', { cacheProbe: fixtureProbe }],
  ['LLC: 32 MiB (reported), 15 MiB (measured, used)', { cacheProbe: fixtureProbe, ...measured }],
  [
    'LLC: not reported, 15 MiB (measured, used)',
    { cacheProbe: fixtureProbe, ...measured, reportedLastLevelCacheBytes: null },
  ],
  ['LLC: 32 MiB (assumed)', { lastLevelCacheSource: 'assumed' }],
  ['LLC: 32 MiB (--llc)', { lastLevelCacheSource: '--llc' }],
])('%s', (text, change) => {
  expect(lastLevelText({ ...fixtureMachine, ...change })).toBe(text);
});

it('LLC: 32 MiB (reported), 8 MiB (measured, used), by the run alone', () => {
  expect(lastLevelText(fixtureMachine, { bytes: 8 * mib, isUsed: true })).toBe(
    'LLC: 32 MiB (reported), 8 MiB (measured, used)',
  );
});
