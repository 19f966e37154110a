import { describe, expect, it } from 'vitest';

import { parseDeclaredPasses } from './declared-passes.js';

describe('parseDeclaredPasses', () => {
  it('reads passes with their streams and stores', () => {
    expect(parseDeclaredPasses('R:x; r:X w:y NT ;R:y W:y')).toEqual([
      { reads: ['x'], writes: [], store: 'ordinary' },
      { reads: ['x'], writes: ['y'], store: 'non-temporal' },
      { reads: ['y'], writes: ['y'], store: 'ordinary' },
    ]);
  });

  it.each([
    ['R:x;', 'kernel passes "": expected R:x, R:y, W:y or nt'],
    ['R:z', 'kernel passes "R:z": expected R:x'],
    ['R:x W:x', 'kernel passes "R:x W:x": x is not written'],
    ['R:x nt', 'kernel passes "R:x nt": nt is for what is written'],
    ['R:x R:x', 'kernel passes "R:x R:x": a stream is named twice'],
    ['nt', 'kernel passes "nt": it reads and writes nothing'],
    [Array(9).fill('R:x').join(';'), 'kernel passes: expected at most 8, got 9'],
  ])('refuses "%s"', (text, message) => {
    expect(() => parseDeclaredPasses(text)).toThrow(message);
  });
});
