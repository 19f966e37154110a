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
    ['1e6', [1000000]],
    ['1.5E3', [1500]],
    ['1_000_000', [1000000]],
    ['64ki,1 mi', [65536, 1048576]],
    ['1e3..4e3', [1000, 2000, 4000]],
  ])('reads %s', (text, counts) => {
    expect(parseSizes(text)).toEqual(counts);
  });

  it.each([
    ['0', /^size "0": .*at least 1$/],
    ['-4Ki', /^size "-4Ki": .*at least 1$/],
    ['1.5', /^size "1\.5": expected a whole number/],
    ['1.0001Ki', /^size "1\.0001Ki": expected a whole number/],
    ['5Gi', /^size "5Gi": .*at most 4294967296/],
    ['1x', /^size "1x": expected element counts such as 1000, 64Ki/],
    ['1,024', /^size "024": expected element counts/],
    ['1__0', /^size "1__0": expected element counts/],
    ['64K', /^size "64K": 64Ki \(65536\) or 64000\?$/],
    ['64k', /^size "64k": 64Ki \(65536\) or 64000\?$/],
    ['1.5 M', /^size "1\.5 M": 1\.5Mi \(1572864\) or 1500000\?$/],
    ['1e2K', /^size "1e2K": 1e2Ki \(102400\) or 100000\?$/],
    ['4K..1M:2', /^size "4K\.\.1M:2": 4Ki\.\.1Mi:2 or 4000\.\.1000000:2\?$/],
    ['4Ki..1G', /^size "4Ki\.\.1G": 4Ki\.\.1Gi or 4Ki\.\.1000000000\?$/],
    ['64KB', /^size "64KB": 64Ki \(65536\) or 64000\?$/],
    ['64KiB', /^size "64KiB": 64Ki elements or 16384 elements \(64KiB of float32\)\?$/],
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
    ['32 mib', 33554432],
    ['1.5KiB', 1536],
    ['1e6', 1000000],
    ['2_000_000B', 2000000],
  ])('reads %s', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  it.each(['0', '-1Mi', '', '0.3Ki', '9000000Gi'])('rejects "%s"', (text) => {
    expect(() => parseByteSize(text)).toThrow(
      new SoftmaxBenchError(
        `expected a size in bytes such as 33554432, 512Ki or 32MiB, got "${text}"`,
      ),
    );
  });

  it.each(['32M', '32m', '32MB', '32 mb'])('gives both readings of "%s"', (text) => {
    expect(() => parseByteSize(text)).toThrow(
      new SoftmaxBenchError(`expected 32Mi (33554432) or 32000000, got "${text}"`),
    );
  });
});
