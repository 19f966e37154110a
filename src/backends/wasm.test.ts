import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import { wasmTargets, type WasmTarget } from '../model/vocabulary.js';
import { SoftmaxBenchError } from '../errors.js';
import { algorithmOf, algorithms } from '../softmax/algorithms.js';
import type { PassId } from '../softmax/passes.js';
import { createRandom } from '../statistics/random.js';
import { inputCases } from '../testing/input-cases.js';
import { defaultVariants } from '../testing/native-target.js';
import { softmaxOracle, softmaxProblem } from '../testing/softmax-problem.js';
import type { PassCall, TimedRequest, Workspace } from './backend.js';
import { createWasmBackend } from './wasm.js';
import { compileModule } from './wasm/engine.js';
import { modulePath } from './wasm/module-path.js';

const backend = createWasmBackend();
const softmaxAlgorithms = algorithms.filter(
  ({ operation, passes }) =>
    operation === 'softmax' && passes.every(({ store }) => store === 'ordinary'),
);
const room = 5000;

test.each(wasmTargets)('%s runs in this engine', (target) => {
  const status = backend.targets.find((candidate) => candidate.target === target);
  expect(status).toEqual({ target, available: true, reason: null });
});

test('modules are compiled when something is asked of them, once', () => {
  const compiled: WasmTarget[] = [];
  const lazy = createWasmBackend((target) => {
    compiled.push(target);
    return compileModule(target);
  });
  expect([lazy.name, lazy.denormals]).toEqual(['wasm', 'kept']);
  expect(compiled).toEqual([]);
  expect(lazy.targets.every(({ available }) => available)).toBe(true);
  expect(lazy.variants('wasm-simd', 'max')).not.toEqual([]);
  expect(lazy.clock.overheadNs).toBeGreaterThan(0);
  expect(compiled).toEqual(wasmTargets);
});

describe.each(wasmTargets)('%s', { timeout: 60_000 }, (target) => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = backend.allocate({ xBytes: 4 * room, yBytes: 4 * room, pages: 'default' });
  });
  afterAll(() => workspace.free());

  const run = (calls: readonly PassCall[], x: Float32Array): Float32Array => {
    workspace.x.fill(NaN);
    workspace.x.set(x);
    workspace.y.fill(-1);
    workspace.execute(target, calls, oneRow(x.length));
    expect(workspace.y[x.length]).toBe(-1);
    return workspace.y.slice(0, x.length);
  };
  const callsOf = (algorithm: string): PassCall[] =>
    defaultVariants(backend, target, algorithmOf(algorithm));

  test('every variant of every pass is right, at lengths that leave rests', () => {
    const random = createRandom(1);
    const cases = [1, 3, 7, 64, 663].flatMap((length) =>
      inputCases.map(({ name, values }) => {
        const x = values(length);
        return { name, x, oracle: softmaxOracle(x) };
      }),
    );
    for (const algorithm of softmaxAlgorithms) {
      for (const [position, { pass }] of algorithm.passes.entries()) {
        for (const variant of backend.variants(target, pass)) {
          const calls = algorithm.passes.map((use): PassCall => {
            const candidates = backend.variants(target, use.pass);
            return { pass: use.pass, ...candidates[Math.floor(random() * candidates.length)]! };
          });
          calls[position] = { pass, ...variant };
          for (const { name, x, oracle } of cases) {
            const problem = softmaxProblem(x, run(calls, x), oracle, 6);
            expect(problem, `${name} ${JSON.stringify(calls)}`).toBeNull();
          }
        }
      }
    }
  });

  test('the usual variants are within 4 ulp up to 4096 elements', () => {
    const random = createRandom(3);
    for (const [low, high] of [
      [-1, 1],
      [-10, 10],
      [-87, 0],
      [80, 100],
      [-1000, 1000],
      [-60_000, 60_000],
    ] as const) {
      for (const length of [1, 10, 100, 1000, 4095, 4096]) {
        const x = Float32Array.from({ length }, () => low + (high - low) * random());
        const oracle = softmaxOracle(x);
        for (const { id } of softmaxAlgorithms) {
          expect(softmaxProblem(x, run(callsOf(id), x), oracle), `${id} ${low}`).toBeNull();
        }
      }
    }
  });

  test('memory passes move what they say', () => {
    const x = inputCases[0]!.values(1003);
    const expected: Partial<Record<PassId, Float32Array>> = {
      read: new Float32Array(x.length).fill(-1),
      fill: new Float32Array(x.length).fill(1),
      copy: x,
      scale: x.map((value) => 3 * value),
      update: new Float32Array(x.length).fill(1),
    };
    for (const [pass, y] of Object.entries(expected) as [PassId, Float32Array][]) {
      const variants = backend.variants(target, pass);
      expect(variants.length).toBeGreaterThan(0);
      for (const variant of variants) expect(run([{ pass, ...variant }], x)).toEqual(y);
    }
  });

  test('there are no non-temporal stores and no C library', () => {
    const stores = backend.variants(target, 'ext-scale').map(({ store }) => store);
    expect(new Set(stores)).toEqual(new Set(['ordinary']));
    expect(backend.variants(target, 'libc-memcpy')).toEqual([]);
    expect(() => backend.defaultVariant(target, 'copy', 'non-temporal')).toThrow('non-temporal');
  });

  test('what is below the smallest normal number comes out as 0, without a mode that flushes', () => {
    const y = run(callsOf('two-pass'), Float32Array.of(0, -100, -80));
    expect([...y.subarray(0, 2)]).toEqual([1, 0]);
    expect(y[2]).toBeGreaterThan(0);
  });

  const request = (changes: Partial<TimedRequest>): TimedRequest => ({
    target,
    passes: callsOf('three-pass-reload'),
    problem: oneRow(1000),
    touchX: true,
    batchCount: 20,
    slotStrideElements: 1008,
    xSlotCount: 1,
    ySlotCount: 3,
    perPass: true,
    ...changes,
  });

  test('the timed loop gives the duration of each pass, and takes the slots of y in turn', () => {
    workspace.x.set(inputCases[0]!.values(1000));
    workspace.y.fill(-1);
    const { durationNs, passDurationsNs } = workspace.time(request({}));
    expect(passDurationsNs).toHaveLength(3);
    for (const passNs of passDurationsNs!) expect(passNs).toBeGreaterThan(0);
    expect(durationNs).toBeCloseTo(passDurationsNs!.reduce((sum, passNs) => sum + passNs));
    const slot = (index: number): Float32Array =>
      workspace.y.slice(index * 1008, index * 1008 + 1000);
    expect(slot(1)).toEqual(slot(0));
    expect(slot(2)).toEqual(slot(0));
    expect(workspace.y[3 * 1008]).toBe(-1);
    expect(workspace.time(request({ perPass: false })).passDurationsNs).toBeNull();
  });

  test.each<Partial<TimedRequest>>([
    { problem: oneRow(0) },
    { batchCount: 0 },
    { problem: oneRow(1009) },
    { xSlotCount: 6 },
    { ySlotCount: 2 ** 40 },
    { passes: [] },
  ])('refuses what does not fit the memory: %o', (changes) => {
    expect(() => workspace.time(request(changes))).toThrow(RangeError);
  });
});

test('freed memory is gone, and memory that cannot be had is an error', () => {
  const own = backend.allocate({ xBytes: 4096, yBytes: 4096, pages: 'default' });
  own.free();
  own.free();
  expect([own.x.length, own.y.length]).toEqual([0, 0]);
  const tooMuch = { xBytes: backend.addressableBytes + 1, yBytes: 64, pages: 'default' } as const;
  expect(() => backend.allocate(tooMuch)).toThrow(SoftmaxBenchError);
});

test('other pages are refused by name', () => {
  expect(backend.pages).toEqual(['default']);
  for (const pages of ['huge', 'hugetlb'] as const) {
    expect(() => backend.allocate({ xBytes: 64, yBytes: 64, pages })).toThrow(`${pages} pages`);
  }
});

describe('a module that cannot be used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-wasm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const damaged = join(folder, 'damaged.wasm');
  const cutShort = readFileSync(modulePath('wasm-simd')).subarray(0, 5000);

  test.each([
    ['is missing', () => undefined, /^its module cannot be read \(ENOENT/],
    ['is no module', () => writeFileSync(damaged, 'no module'), /or its module is damaged$/],
    ['is cut short', () => writeFileSync(damaged, cutShort), /or its module is damaged$/],
  ])('is unavailable when it %s, and the other target goes on', (_, prepare, reason) => {
    prepare();
    const compile = (target: WasmTarget) =>
      compileModule(target, target === 'wasm-simd' ? damaged : undefined);
    const [relaxed, plain] = createWasmBackend(compile).targets;
    expect(relaxed?.available).toBe(true);
    expect(plain?.available).toBe(false);
    expect(plain?.reason).toMatch(reason);
  });
});
