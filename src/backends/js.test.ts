import { expect, test } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { oneRow } from '../model/problem.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { compareToOracle } from '../softmax/output-error.js';
import { createOracle, prepareTile } from '../softmax/oracle.js';
import { inputCases } from '../testing/input-cases.js';
import { createJsBackend } from './js.js';

const backend = createJsBackend();

const twoPass = algorithmOf('two-pass').passes.map(({ pass, store }) => ({
  pass,
  ...backend.defaultVariant('js', pass, store),
}));

test('the clock is calibrated', () => {
  expect(backend.clock.overheadNs).toBeGreaterThan(0);
  expect(backend.clock.overheadNs).toBeLessThan(1e5);
});

test('there are no non-temporal stores and no C library', () => {
  expect(backend.variants('js', 'ext-scale').map(({ store }) => store)).toEqual(['ordinary']);
  expect(backend.variants('js', 'libc-memcpy')).toEqual([]);
  expect(() => backend.defaultVariant('js', 'ext-scale', 'non-temporal')).toThrow('non-temporal');
});

test('a workspace executes passes, times them and is gone when freed', () => {
  const elementCount = 1000;
  const workspace = backend.allocate({ xBytes: 4000, yBytes: 8064, pages: 'default' });
  const { x, y } = workspace;
  const values = inputCases[0]!.values(elementCount);
  x.set(values);

  workspace.execute('js', twoPass, oneRow(elementCount));
  const comparison = compareToOracle(y, createOracle(prepareTile(values), elementCount), [
    { start: 0, end: elementCount },
  ]);
  expect(comparison.maxUlpError).toBeLessThanOrEqual(4);

  const timed = workspace.time({
    target: 'js',
    passes: twoPass,
    problem: oneRow(elementCount),
    touchX: true,
    batchCount: 50,
    slotStrideElements: 1008,
    xSlotCount: 1,
    ySlotCount: 2,
    perPass: true,
  });
  const durationsNs = [timed.durationNs, ...(timed.passDurationsNs ?? [])];
  expect(durationsNs).toHaveLength(3);
  for (const durationNs of durationsNs) {
    expect(durationNs).toBeGreaterThan(0);
    expect(durationNs).toBeLessThan(Infinity);
  }
  expect(y.slice(1008, 1008 + elementCount)).toEqual(y.slice(0, elementCount));

  workspace.free();
  workspace.free();
  expect([x.length, y.length]).toEqual([0, 0]);
});

test('lengths that do not fit are refused', () => {
  const workspace = backend.allocate({ xBytes: 64, yBytes: 64, pages: 'default' });
  expect(() => {
    workspace.execute('js', twoPass, oneRow(0));
  }).toThrow('nothing to time');
  expect(() => {
    workspace.execute('js', twoPass, oneRow(17));
  }).toThrow('17 of y');
});

test('memory that cannot be had is an error that names the bytes', () => {
  const request = { xBytes: 2 ** 52, yBytes: 64, pages: 'default' } as const;
  expect(() => backend.allocate(request)).toThrow(SoftmaxBenchError);
  expect(() => backend.allocate(request)).toThrow(`${2 ** 52} bytes for x`);
});

test('other pages are refused by name', () => {
  expect(backend.pages).toEqual(['default']);
  for (const pages of ['huge', 'hugetlb'] as const) {
    expect(() => backend.allocate({ xBytes: 64, yBytes: 64, pages })).toThrow(`${pages} pages`);
  }
});
