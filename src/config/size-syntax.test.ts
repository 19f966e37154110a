import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { maxElementCount } from '../model/run-config.js';
import { parseByteSize } from './byte-size-syntax.js';
import { parseSizes } from './size-syntax.js';

describe('parseSizes', () => {
  it.each([
    ['1000', [1000]],
    ['64Ki', [65536]],
    ['1.5Mi, 1000', [1572864, 1000]],
    ['1Ki..8Ki', [1024, 2048, 4096, 8192]],
    ['1000..5000', [1000, 2000, 4000, 5000]],
    ['1024..2048:2', [1024, 1448, 2048]],
    ['7..7', [7]],
    ['1..4:16', [1, 2, 3, 4]],
    ['4Gi', [maxElementCount]],
  ])('reads %s', (text, counts) => {
    expect(parseSizes(text)).toEqual(counts);
  });

  it.each([
    ['0', /^size "0": .*at least 1$/],
    ['-4Ki', /^size "-4Ki": .*at least 1$/],
    ['1.5', /^size "1\.5": expected a whole number/],
    ['1.0001Ki', /^size "1\.0001Ki": expected a whole number/],
    ['5Gi', /^size "5Gi": .*at most 4294967296/],
    ['1k', /^size "1k": expected element counts such as 1000, 64Ki/],
    ['1000,,2', /^size "": expected element counts/],
    ['8Ki..4Ki', /^size "8Ki\.\.4Ki": the range is reversed/],
    ['1Ki..x', /^size "1Ki\.\.x": expected element counts.*got "x"$/],
    ['1Ki..8Ki:0', /^size "1Ki\.\.8Ki:0": expected 1 to 16 steps.*got "0"$/],
    ['1Ki..8Ki:', /^size "1Ki\.\.8Ki:": expected 1 to 16 steps/],
  ])('rejects %s in one line that names it', (text, message) => {
    expect(() => parseSizes(text)).toThrow(message);
    expect(() => parseSizes(text)).toThrow(SoftmaxBenchError);
  });

  it('gives ranges that rise from the first to the last, by one step at most', () => {
    const ends = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 16 }), ([one, other], pointsPerOctave) => {
        const first = Math.min(one, other);
        const last = Math.max(one, other);
        const counts = parseSizes(`${first}..${last}:${pointsPerOctave}`);
        expect(counts[0]).toBe(first);
        expect(counts.at(-1)).toBe(last);
        for (let index = 1; index < counts.length; index += 1) {
          const step = counts[index]! - counts[index - 1]!;
          expect(step).toBeGreaterThan(0);
          // Both counts are rounded: half an element off, and half a step's worth of that.
          const exactStep = counts[index - 1]! * (2 ** (1 / pointsPerOctave) - 1);
          expect(step).toBeLessThanOrEqual(exactStep + 1.5);
        }
      }),
    );
  });
});

describe('parseByteSize', () => {
  it.each([
    ['33554432', 33554432],
    ['32Mi', 33554432],
    ['32MiB', 33554432],
    ['1.5KiB', 1536],
  ])('reads %s', (text, bytes) => {
    expect(parseByteSize(text, '--llc')).toBe(bytes);
  });

  it.each(['0', '-1Mi', '32MB', '', '0.3Ki'])('rejects "%s"', (text) => {
    expect(() => parseByteSize(text, '--llc')).toThrow(
      new SoftmaxBenchError(
        `--llc: expected a size in bytes such as 33554432, 512Ki or 32Mi, got "${text}"`,
      ),
    );
  });
});
