import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { formatProblem } from '../model/problem.js';
import { shapePresets } from './shape-presets.js';
import { parseShape } from './shape-syntax.js';

describe('parseShape', () => {
  it.each([
    ['512x128256', '512x128256'],
    ['1x50257', '1x50257'],
    ['12288X1500', '12288x1500'],
    ['8 x 64Ki', '8x65536'],
    ['2×3', '2x3'],
    ['4*1_000', '4x1000'],
    ['512x128256:128320', '512x128256:128320'],
    ['512x128256:128256', '512x128256'],
    ['1x100:128', '1x100'],
    ['1x4Gi', '1x4294967296'],
  ])('reads %s', (text, shape) => {
    expect(parseShape(text)).toMatchObject({ isNamed: true });
    expect(parseShape(text).problems.map(formatProblem)).toEqual([shape]);
  });

  it.each([
    ['128256', 'shape "128256": 1x128256 (one row) or 128256x1 (one column)?'],
    ['64Ki', 'shape "64Ki": 1x64Ki (one row) or 64Kix1 (one column)?'],
    ['512x128K', 'shape "512x128K": 512x128Ki or 512x128000?'],
    ['8x64Ki:128K', 'shape "8x64Ki:128K": 8x64Ki:128Ki or 8x64Ki:128000?'],
    ['lm', /^shape "lm": expected rows x columns .*, did you mean "llm"\?$/],
    ['', /^shape "": expected rows x columns such as 512x128256, or llm, attention, vision$/],
    ['512x', /^shape "512x": expected rows x columns/],
    ['1x2x3', /^shape "1x2x3": expected rows x columns/],
    ['0x5', /^shape "0x5": expected whole counts of at least 1 .*, got "0"$/],
    ['5x1.5', /got "1\.5"$/],
    ['5x100:', /got ""$/],
    ['8x100:99', /^shape "8x100:99": rows of 100 elements every 99 elements would lie over/],
    ['2x4Gi', /^shape "2x4Gi": an array has at most 4294967296 elements \(4Gi\)$/],
    ['constructor', /^shape "constructor": expected/],
  ])('rejects "%s" in one line', (text, message) => {
    expect(() => parseShape(text)).toThrow(message);
    expect(() => parseShape(text)).toThrow(SoftmaxBenchError);
  });

  it.each(Object.keys(shapePresets))('knows the shapes of %s', (name) => {
    const { problems, isNamed } = parseShape(name);
    expect(isNamed).toBe(false);
    expect(problems.map(formatProblem)).toEqual(shapePresets[name]!.shapes);
  });
});
