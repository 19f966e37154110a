import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deepestNesting, findJsonError } from './json-error.js';

describe('findJsonError', () => {
  it.each([
    ['{\n "a": 1,\n "b": tru }', 3, 7],
    ['{"a":1', 1, 7],
    ['{"a":1,}', 1, 8],
    ['[1 2]', 1, 4],
    ['', 1, 1],
    ['{} x', 1, 4],
    ["{'a': 1}", 1, 2],
  ])('finds it in %j', (text, line, column) => {
    expect(findJsonError(text)).toEqual({ line, column, isTooDeep: false });
  });

  it.each(['[', '{"a":'])('ends where %j is nested too deep', (opening) => {
    const text = opening.repeat(100_000);
    const column = opening.length * deepestNesting + 2;
    expect(findJsonError(text)).toEqual({ line: 1, column, isTooDeep: true });
    const closing = opening === '[' ? ']' : '}';
    const value = opening === '[' ? '' : '1';
    const deepest = opening.repeat(deepestNesting) + value + closing.repeat(deepestNesting);
    expect(findJsonError(deepest)).toBeNull();
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const damage = fc.record({
      text: fc.json(),
      place: fc.nat(),
      inserted: fc.constantFrom('', '"', ',', '{', ']', '0', '-', '.', '\\', ' ', '\n', 'e'),
    });
    fc.assert(
      fc.property(damage, ({ text, place, inserted }) => {
        const at = place % (text.length + 1);
        const damaged = text.slice(0, at) + inserted + text.slice(at + 1);
        expect(findJsonError(damaged) === null).toBe(isJson(damaged));
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
