import { describe, expect, it } from 'vitest';

import { formatProblem } from '../../model/problem.js';
import { batchDocument } from '../../testing/batch-document.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { analyze } from '../analyze.js';

const shapes = ['512x32000', '64x262144', '1024x32000', '8x16777216'];
const analysis = analyze(batchDocument(shapes));

const cellOf = (shape: string, implementation: string) =>
  analysis.cells.find(
    (cell) => formatProblem(cell.problem) === shape && cell.implementation === implementation,
  )!;

it('single rows are no batches', () => {
  expect(analyze(fixtureDocument()).batches).toBeNull();
  expect(analyze(fixtureDocument()).cells.some((cell) => 'rows' in cell)).toBe(false);
});

describe('batches of rows', () => {
  const n = 64 * 262_144 * 4;

  it('move three arrays where a cache keeps a row, and what each pass moves where it does not', () => {
    const kept = cellOf('64x262144', 'three-pass-reload');
    expect(kept.rows).toEqual({ regime: 'kept', busBytes: { low: 3 * n, high: 3 * n } });
    expect(kept.busBytesPerSecond! / 1e9).toBeCloseTo((3 * n) / kept.medianNs, 3);
    expect(cellOf('64x262144', 'two-pass-nt').rows?.busBytes?.low).toBe(2 * n);
    expect(cellOf('8x16777216', 'three-pass-reload').rows).toMatchObject({
      regime: 'lost',
      busBytes: { low: 6 * 8 * n },
    });
  });

  it('are predicted by these bytes, and never above what memory gives', () => {
    for (const shape of shapes) {
      for (const implementation of ['three-pass-reload', 'two-pass', 'two-pass-nt']) {
        expect(cellOf(shape, implementation).overBusPrediction?.ratio).toBeCloseTo(1, 1);
      }
    }
    expect(analysis.impossible).toEqual([]);
    expect(cellOf('64x262144', 'two-pass').verdict).toBe('memory-bound');
  });

  it('say what the length of their rows decides', () => {
    const { rowLengths } = analysis.batches!;
    expect(rowLengths.map(({ columns, problems }) => [columns, problems.length])).toEqual([
      [32_000, 2],
      [262_144, 1],
      [16_777_216, 1],
    ]);
    expect(
      rowLengths.map(({ headline, nonTemporal }) => [
        headline?.classification,
        nonTemporal?.classification,
      ]),
    ).toEqual([
      ['no difference', 'faster'],
      ['no difference', 'faster'],
      ['faster', 'faster'],
    ]);
    expect(rowLengths.map(({ headline }) => headline?.regime)).toEqual(['kept', 'kept', 'lost']);
  });

  it('have what to ship at each shape', () => {
    const { shapes: answers } = analysis.batches!;
    expect(answers.map(({ problem }) => formatProblem(problem))).toEqual(shapes);
    for (const { implementation, ties, isDecided } of answers) {
      expect([implementation, ...ties]).toContain('two-pass-nt');
      expect(isDecided).toBe(true);
    }
  });
});
