import { describe, expect, it } from 'vitest';

import type { Workspace } from '../../backends/backend.js';
import { oneRow, spanElementsOf, type Problem } from '../../model/problem.js';
import { createOracle, prepareTile, referenceSoftmax } from '../../softmax/oracle.js';
import { rowIn } from '../../softmax/row-errors.js';
import { cellOf } from '../../testing/cell-of.js';
import { fillTiled } from './inputs.js';
import { createVerifier, verifierBytes } from './verification.js';

/** Shorter than the cells, so that x repeats it. */
const tile = Float32Array.from({ length: 997 }, (_, i) => 3 * Math.sin(i * i));

/** Verifies a cell whose kernel leaves what `kernel` makes of x and y. */
function verify(
  algorithm: string,
  elementCount: number,
  kernel: (x: Float32Array, y: Float32Array) => unknown,
  differingThread?: number | null,
) {
  const x = new Float32Array(elementCount + 5);
  const y = new Float32Array(elementCount + 5);
  fillTiled(x, tile);
  const workspace: Workspace = {
    x,
    y,
    pageSizeBytes: 4096,
    hugePageBytes: null,
    execute: (_target, _passes, { columns: count }) => {
      const result = kernel(x.subarray(0, count), y.subarray(0, count));
      return typeof result === 'number' ? result : NaN;
    },
    time: () => {
      throw new Error('timed before it was verified');
    },
    free: () => undefined,
  };
  const team =
    differingThread === undefined
      ? null
      : {
          clearY: (count: number) => y.fill(NaN, 0, count),
          differingThread: () => differingThread,
        };
  return createVerifier(tile, 1).verify(workspace, team, cellOf(algorithm, elementCount));
}

it.each([NaN, Infinity])('takes no output for right where the input holds %d', (value) => {
  const workspace = {
    x: Float32Array.of(1, value),
    y: new Float32Array(2),
    execute: () => NaN,
  } as unknown as Workspace;
  const verifier = createVerifier(Float32Array.of(1, value), 1);
  const { problem } = verifier.verify(workspace, null, cellOf('two-pass', 2));
  expect(problem).toMatch(/gives NaN/);
});

describe('verification of softmax', () => {
  it.each([1, 17, 996, 997, 5000])('accepts the right output of %i elements', (count) => {
    const { verification, problem } = verify('two-pass', count, softmaxInto);
    expect(problem).toBeNull();
    expect(verification.maxUlpError).toBeLessThanOrEqual(0.5);
    expect(verification.comparedElementCount).toBe(count);
    expect(verification.zeroOutputShare).toBe(0);
  });

  it.each([undefined, null])('refuses what an earlier cell left in y (threads: %s)', (threads) => {
    const untouched = (_: Float32Array, y: Float32Array) => {
      expect(y.every(Number.isNaN)).toBe(true);
    };
    const stale = verify('two-pass', 100, untouched, threads);
    expect(stale.problem).toMatch(/^wrong output: largest error Infinity ulp/);
  });

  it('names the thread that computed something else than the first', () => {
    const { problem } = verify('two-pass', 100, softmaxInto, 3);
    expect(problem).toBe('thread 3 computed another output than thread 0');
    expect(verify('two-pass', 100, softmaxInto, null).problem).toBeNull();
  });

  it.each([0, 50, 99])('refuses one wrong element, at %i of 100', (index) => {
    const { problem } = verify('online', 100, (x, y) => {
      softmaxInto(x, y);
      y[index] = (y[index] ?? 0) * (1 + 6 * 2 ** -23);
    });
    expect(problem).toMatch(/ulp \(at most 4\.00\)/);
  });

  it('allows a common factor in long arrays only, and at most what the sum may be off', () => {
    const scaledBy = (factor: number) => (x: Float32Array, y: Float32Array) => {
      softmaxInto(x, y);
      y.forEach((value, i) => (y[i] = value * factor));
    };
    expect(verify('two-pass', 4096, scaledBy(1 + 5e-6)).problem).not.toBeNull();
    expect(verify('two-pass', 4097, scaledBy(1 + 5e-6)).problem).toBeNull();
    expect(verify('two-pass', 4097, scaledBy(1 + 2e-5)).problem).toContain('sum off by 2.0e-5');
  });
});

describe('verification of baselines', () => {
  it('wants every bit of a copy', () => {
    const copy = (x: Float32Array, y: Float32Array) => {
      y.set(x);
    };
    expect(verify('copy', 2500, copy).problem).toBeNull();
    const flipped = verify('copy', 2500, (x, y) => {
      y.set(x);
      const bits = new Uint32Array(y.buffer, y.byteOffset, y.length);
      bits[2000] = (bits[2000] ?? 0) ^ 1;
    });
    expect(flipped.problem).toContain('elements 1994 to 2499');
  });

  it('has nothing to say of passes that compute nothing', () => {
    const { verification, problem } = verify('two-pass-skeleton', 100, () => undefined);
    expect(problem).toBeNull();
    expect(verification).toMatchObject({ maxUlpError: null, comparedElementCount: 0 });
  });
});

it('logsumexp is checked by what the passes return', () => {
  const logSumExp = (x: Float32Array) => createOracle(prepareTile(x), x.length).logSumExp;
  expect(verify('logsumexp-one-pass', 2500, logSumExp).problem).toBeNull();
  expect(verify('logsumexp-one-pass', 2500, (x) => logSumExp(x) + 1e-5).problem).toMatch(
    /^wrong output: got .*, expected /,
  );
  expect(verify('logsumexp-one-pass', 2500, softmaxInto).problem).toContain('got NaN');
});

it('log-softmax is checked element by element', () => {
  const logSoftmax = (x: Float32Array, y: Float32Array) => {
    const { logSumExp } = createOracle(prepareTile(x), x.length);
    y.set(x.map((value) => value - logSumExp));
  };
  expect(verify('log-softmax-online', 2500, logSoftmax).problem).toBeNull();
  expect(verify('log-softmax-online', 2500, softmaxInto).problem).toMatch(/^wrong output/);
});

describe('verification of rows', () => {
  /** Shorter than a row and longer than one, and with something between rows. */
  const problems = [
    { ...oneRow(2000), rows: 3 },
    { ...oneRow(100), rows: 40 },
    { ...oneRow(100), rows: 40, rowStrideElements: 107 },
  ];

  function verifyRows(
    algorithm: string,
    problem: Problem,
    kernel: (x: Float32Array, y: Float32Array, row: number) => unknown,
  ) {
    const x = new Float32Array(spanElementsOf(problem));
    const y = new Float32Array(x.length);
    fillTiled(x, tile);
    const workspace = {
      x,
      y,
      execute: (_target: unknown, _passes: unknown, { rows }: Problem) => {
        let result: unknown = NaN;
        for (let row = 0; row < rows; row += 1) {
          result = kernel(rowIn(x, problem, row), rowIn(y, problem, row), row);
        }
        return result;
      },
    } as unknown as Workspace;
    const cell = cellOf(algorithm, 1, { problem });
    return createVerifier(tile, 1).verify(workspace, null, cell).problem;
  }

  it.each(problems)('accepts right ones, %o', (problem) => {
    expect(verifyRows('two-pass', problem, softmaxInto)).toBeNull();
    expect(verifyRows('copy', problem, (x, y) => y.set(x))).toBeNull();
    expect(verifyRows('logsumexp-one-pass', problem, logSumExpOf)).toBeNull();
  });

  it.each(problems)('finds a row that was left out or is that of another, %o', (problem) => {
    const last = problem.rows - 1;
    for (const left of [0, 1, last]) {
      const leaveOut = (x: Float32Array, y: Float32Array, row: number) =>
        row === left ? undefined : softmaxInto(x, y);
      expect(verifyRows('two-pass', problem, leaveOut)).toContain('Infinity ulp');
    }
    const first = new Float32Array(problem.columns);
    const repeat = (x: Float32Array, y: Float32Array, row: number) => {
      if (row === 0) softmaxInto(x, first);
      y.set(first);
    };
    expect(verifyRows('two-pass', problem, repeat)).toMatch(/^wrong output/);
    const ofFirst = tile.slice(0, Math.min(problem.columns, tile.length));
    const copyFirst = (_: Float32Array, y: Float32Array) => fillTiled(y, ofFirst);
    expect(verifyRows('copy', problem, copyFirst)).toContain('y is not a copy of x');
    expect(verifyRows('logsumexp-one-pass', problem, () => logSumExpOf(ofFirst))).toContain('got');
  });

  it('finds what is written between rows', () => {
    const write = (x: Float32Array, y: Float32Array) => {
      softmaxInto(x, y);
      new Float32Array(y.buffer, y.byteOffset)[x.length] = 0;
    };
    expect(verifyRows('two-pass', problems[2]!, write)).toBe(
      'wrong output: element 100 between rows was written',
    );
  });
});

it('verifierBytes counts an oracle for each prefix of the tile, and those of other rows', () => {
  expect(verifierBytes([100, 100, 200, 5000].map(oneRow), 997)).toBe((997 + 100 + 200) * 8);
  const rows = [
    { ...oneRow(100), rows: 3 },
    { ...oneRow(5000), rows: 2 },
  ];
  expect(verifierBytes(rows, 997)).toBe((997 + 100) * 8 + 997 * 12);
});

function logSumExpOf(x: Float32Array): number {
  return createOracle(prepareTile(x), x.length).logSumExp;
}

function softmaxInto(x: Float32Array, y: Float32Array): void {
  y.set(referenceSoftmax(x));
}
