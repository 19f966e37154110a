import { describe, expect, it } from 'vitest';

import { fixtureDocument } from '../../testing/fixture-document.js';
import { withExternals } from '../../testing/external-outcomes.js';
import { analyze } from '../analyze.js';
import { everyExternal } from './every-external.js';

const document = fixtureDocument();
const analysis = analyze(
  withExternals(document, [
    { id: 'slow', like: 'three-pass-reload', factor: 1.3 },
    {
      id: 'same',
      like: 'two-pass-nt',
      factor: 1,
      facts: { operations: [{ operation: 'softmax', passes: null }] },
    },
  ]),
);

describe('external implementations', () => {
  it('are compared at every shape, the fastest implementation of this tool first', () => {
    expect(analysis.externals.map(({ problem }) => problem.columns)).toEqual([
      1 << 12,
      1 << 16,
      1 << 20,
      1 << 25,
    ]);
    const { best, rows } = analysis.externals.at(-1)!;
    expect(best.implementation).toBe('two-pass-nt');
    expect(rows.map(({ implementation }) => implementation)).toEqual(['same', 'slow']);
    expect(rows.map(({ gains }) => gains[0]!.implementation)).toEqual([
      best.implementation,
      best.implementation,
    ]);
  });

  it('differ from what they truly are by their factor', () => {
    const [same, slow] = analysis.externals.at(-1)!.rows;
    const over = (id: string) => slow!.gains.find(({ implementation }) => implementation === id);
    expect(over('three-pass-reload')?.ratio).toBeCloseTo(1.3, 6);
    expect(over('three-pass-reload')?.classification).toBe('faster');
    expect(same!.gains[0]).toMatchObject({ ratio: 1, classification: 'no difference' });
  });

  it('move what copy moves in their time, out of cache alone', () => {
    const implied = analysis.externals.map(({ rows }) =>
      rows.map(({ impliedBusStreams }) => impliedBusStreams),
    );
    expect(
      implied
        .slice(0, -1)
        .flat()
        .every((streams) => streams === null),
    ).toBe(true);
    const [same, slow] = implied.at(-1)!;
    // The simulated machine takes time in proportion to bytes on the bus: 3 N, and 1.3 times 6 N.
    expect(same).toBeCloseTo(3, 0);
    expect(slow! / 7.8).toBeCloseTo(1, 1);
  });

  it('have declared bytes where their passes are declared', () => {
    const [same, slow] = analysis.externals.at(-1)!.rows;
    expect([same!.declaredPassStreams, same!.declaredBusStreams]).toEqual([null, null]);
    expect([slow!.declaredPassStreams, slow!.declaredBusStreams]).toEqual([5, 6]);
  });

  it('change nothing else of an analysis', () => {
    const without = analyze(document);
    expect({ ...analysis, externals: [] }).toEqual(without);
  });

  it('are exported once for each implementation of this tool', () => {
    const rows = everyExternal(
      withExternals(document, [{ id: 'slow', like: 'two-pass', factor: 2 }]),
    );
    const last = rows.filter(({ problem }) => problem.columns === 1 << 25);
    expect(new Set(last.map(({ gain }) => `${gain.implementation} ${gain.target}`)).size).toBe(
      last.length,
    );
    expect(last.find(({ gain }) => gain.implementation === 'two-pass')?.gain.ratio).toBeCloseTo(
      2,
      6,
    );
  });
});
