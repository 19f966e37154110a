import { describe, expect, it } from 'vitest';

import type { Workspace } from '../../backends/backend.js';
import { oneRow } from '../../model/problem.js';
import { createOracle, prepareTile, referenceSoftmax } from '../../softmax/oracle.js';
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
    execute: (_target, _passes, count) => {
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

it('verifierBytes counts an oracle for each prefix of the tile', () => {
  expect(verifierBytes([100, 100, 200, 5000].map(oneRow), 997)).toBe((997 + 100 + 200) * 8);
});

function softmaxInto(x: Float32Array, y: Float32Array): void {
  y.set(referenceSoftmax(x));
}
