import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { oneRow } from '../model/problem.js';
import { algorithmOf, algorithms } from '../softmax/algorithms.js';
import { operations } from '../softmax/operations.js';
import { passes, type PassId } from '../softmax/passes.js';
import { createRandom } from '../statistics/random.js';
import { describeNative } from '../testing/describe-native.js';
import { inputCases } from '../testing/input-cases.js';
import { defaultVariants } from '../testing/native-target.js';
import { softmaxOracle } from '../testing/softmax-problem.js';
import type { TimedRequest, Workspace } from './backend.js';
import { loadNativeBackend } from './native.js';
import { writeChecksum } from './native/addon-checksum.js';
import { addonRowsOf } from './native/addon.js';
import { localAddonPath, type AddonCandidate } from './native/addon-paths.js';

describe('the choice of an addon', () => {
  const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-addon-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const missing: AddonCandidate = { origin: 'prebuilt', path: join(folder, 'none.node') };

  test('without one says where it was looked for', () => {
    const { backend, unavailableKernels } = loadNativeBackend([missing]);
    expect(backend).toBeNull();
    expect(unavailableKernels).toMatchObject([
      {
        candidate: 'native, prebuilt',
        reason: expect.stringMatching(/^none in this package/) as string,
      },
    ]);
  });

  const withNext = (path: string) =>
    loadNativeBackend([
      { origin: 'prebuilt', path },
      { origin: 'local build', path: localAddonPath() },
    ]);

  test.each([
    ['that is no library', 'not an addon'],
    ['of another machine', Buffer.from('7f454c4602010100', 'hex')],
  ])('passes over one %s, in one line, and takes the next', (_, content) => {
    const path = join(folder, 'broken.node');
    writeFileSync(path, content);
    writeChecksum(path);
    const { backend, unavailableKernels } = withNext(path);
    expect(unavailableKernels[0]).toMatchObject({ isBroken: true });
    expect(unavailableKernels[0]!.reason).toMatch(/^cannot be loaded \(.+\)$/);
    expect(backend?.origin ?? 'local build').toBe('local build');
    expect(unavailableKernels).toHaveLength(backend === null ? 2 : 1);
  });

  // Without the checksum the dynamic linker would touch what is not there, and the process would be gone.
  test('does not try one that was cut short, or changed', () => {
    const path = join(folder, 'damaged.node');
    const content = Buffer.alloc(100_000, 'an addon');
    writeFileSync(path, content);
    writeChecksum(path);
    for (const damaged of [content.subarray(0, 50_000), Buffer.from(content).fill(0, 999, 1000)]) {
      writeFileSync(path, damaged);
      expect(withNext(path).unavailableKernels[0]!.reason).toMatch(/^damaged: /);
    }
  });
});

describeNative('native backend', ({ backend, addon }) => {
  const targets = backend.targets.filter(({ available }) => available).map(({ target }) => target);
  const missingTargets = backend.targets.filter(({ available }) => !available);

  const elementCount = 1000;
  const slotStrideElements = 1008;
  const request = (algorithm: string, changes: Partial<TimedRequest> = {}): TimedRequest => ({
    target: targets[0]!,
    passes: defaultVariants(backend, targets[0]!, algorithmOf(algorithm)),
    problem: oneRow(elementCount),
    touchX: true,
    batchCount: 10,
    slotStrideElements,
    xSlotCount: 1,
    ySlotCount: 1,
    perPass: false,
    ...changes,
  });

  let workspace: Workspace;
  beforeAll(() => {
    workspace = backend.allocate({ xBytes: 1 << 20, yBytes: 1 << 20, pages: 'huge' });
    workspace.x.set(inputCases[0]!.values(elementCount));
  });
  afterAll(() => workspace.free());

  test('scalar runs everywhere, and a target that does not run says why', () => {
    expect(targets).toContain('scalar');
    for (const { reason } of missingTargets) expect(reason).toContain('lacks');
  });

  test('the clock is calibrated', () => {
    expect(backend.clock.frequencyHz).toBeGreaterThan(1e6);
    expect(backend.clock.overheadNs).toBeGreaterThan(0);
    expect(backend.clock.overheadNs).toBeLessThan(1e5);
  });

  /** Dukhan and Ablavatski's own choices, in vectors a step and accumulators. */
  test.each<[PassId, ...(readonly [number, number][])]>([
    ['ext-sum', [12, 1], [9, 3]],
    ['ext-scale', [5, 1], [1, 1]],
    ['sum-exp', [12, 1], [8, 4]],
    ['scale-exp', [3, 1], [1, 1]],
    ['store-exp', [8, 2]],
    ['scale-in-place', [4, 1]],
  ])('%s has the variants that the authors of the paper used', (pass, ...shapes) => {
    for (const target of targets) {
      for (const [unroll, accumulators] of shapes) {
        const variant = { unroll, accumulators, store: 'ordinary', prefetchBytes: 0 };
        expect(backend.variants(target, pass)).toContainEqual(expect.objectContaining(variant));
      }
    }
  });

  test('every algorithm runs with the usual variants of every target', () => {
    const x = workspace.x.slice(0, elementCount);
    const oracle = softmaxOracle(x);
    for (const target of targets) {
      for (const algorithm of algorithms) {
        workspace.y.fill(-1);
        const passes = defaultVariants(backend, target, algorithm);
        const logSumExp = workspace.execute(target, passes, oneRow(elementCount));
        const y = workspace.y.slice(0, elementCount);
        const output = {
          y,
          problem: oneRow(elementCount),
          logSumExpOf: () => logSumExp,
          tile: x,
          oracleOf: () => oracle,
          random: createRandom(1),
        };
        expect(operations[algorithm.operation].check(output).problem).toBeNull();
        expect(workspace.y[elementCount]).toBe(-1);
      }
    }
  });

  test('stores that a pass does not have are refused', () => {
    expect(() => backend.defaultVariant('scalar', 'scale-in-place', 'non-temporal')).toThrow(
      'non-temporal',
    );
    const variant = {
      vectorBits: null,
      unroll: 7,
      accumulators: 5,
      store: 'ordinary',
      prefetchBytes: 0,
    } as const;
    const calls = [{ pass: 'max' as const, ...variant }];
    expect(() => workspace.execute('scalar', calls, oneRow(elementCount))).toThrow('no max kernel');
  });

  test('element counts that do not fit are refused', () => {
    const { target, passes: calls } = request('two-pass');
    for (const count of [0, workspace.x.length + 1]) {
      expect(() => workspace.execute(target, calls, oneRow(count))).toThrow(RangeError);
    }
    expect(() => workspace.execute(target, calls, oneRow(-1))).toThrow(TypeError);
  });

  describe('the timed loop', () => {
    test.each([true, false])('gives durations, x touched before: %s', (touchX) => {
      const timed = workspace.time(request('two-pass', { touchX }));
      expect(timed.durationNs).toBeGreaterThan(0);
      expect(timed.durationNs).toBeLessThan(1e9);
      expect(timed.passDurationsNs).toBeNull();
    });

    test('gives the duration of each pass, and their sum', () => {
      const { durationNs, passDurationsNs } = workspace.time(
        request('three-pass-reload', { perPass: true }),
      );
      expect(passDurationsNs).toHaveLength(3);
      for (const passNs of passDurationsNs!) expect(passNs).toBeGreaterThan(0);
      expect(durationNs).toBeCloseTo(passDurationsNs!.reduce((sum, passNs) => sum + passNs));
    });

    test('takes the slots of y in turn, from one request to the next', () => {
      const own = backend.allocate({ xBytes: 4096, yBytes: 1 << 20, pages: 'default' });
      const written = (): number[] => [0, 1, 2, 3].map((slot) => own.y[slot * slotStrideElements]!);
      const fill = { ySlotCount: 3, batchCount: 1, perPass: false };
      own.time(request('fill', fill));
      expect(written()).toEqual([1, 0, 0, 0]);
      own.time(request('fill', { ...fill, perPass: true }));
      expect(written()).toEqual([1, 1, 0, 0]);
      own.y.fill(0);
      own.time(request('fill', { ...fill, batchCount: 2 }));
      expect(written()).toEqual([1, 0, 1, 0]);
      expect(own.y.slice(elementCount, slotStrideElements)).toEqual(
        new Float32Array(slotStrideElements - elementCount),
      );
      own.free();
    });

    test('takes the slots of x in turn', () => {
      const { x, y } = workspace;
      const second = slotStrideElements;
      x[second] = 17;
      workspace.time(
        request('copy', { touchX: false, xSlotCount: 2, ySlotCount: 2, batchCount: 2 }),
      );
      expect([y[0], y[second]]).toEqual([x[0], 17]);
    });

    const region = 2 ** 21 / 4;
    test.each<Partial<TimedRequest>>([
      { problem: oneRow(0) },
      { problem: oneRow(slotStrideElements + 1) },
      { problem: oneRow(region + 1), slotStrideElements: region + 1 },
      { problem: oneRow(2 ** 50), slotStrideElements: 2 ** 52 },
      { xSlotCount: 0 },
      { ySlotCount: 0 },
      { xSlotCount: Math.floor(region / slotStrideElements) + 1 },
      { ySlotCount: Math.floor(region / slotStrideElements) + 1 },
      { ySlotCount: 2 ** 40 },
      { batchCount: 0 },
      { passes: [] },
    ])('refuses what does not fit the memory: %o', (changes) => {
      expect(() => workspace.time(request('two-pass', changes))).toThrow(RangeError);
    });
  });

  test('subnormal numbers work again after each call', () => {
    const { target, passes: calls } = request('two-pass');
    const smallest = Number('5e-324');
    const subnormal = Number('1e-40');
    for (const call of [
      () => workspace.execute(target, calls, oneRow(elementCount)),
      () => workspace.time(request('two-pass')),
      () => workspace.time(request('two-pass', { perPass: true })),
    ]) {
      call();
      expect(smallest * 1).toBe(5e-324);
      expect(Math.fround(subnormal) * 3).toBeGreaterThan(0);
      expect(Math.fround(Math.fround(subnormal) + Math.fround(subnormal))).toBeGreaterThan(0);
    }
  });

  test('freed memory is gone, and using it is an error', () => {
    const own = backend.allocate({ xBytes: 1 << 20, yBytes: 1 << 20, pages: 'huge' });
    own.free();
    own.free();
    expect([own.x.length, own.y.length]).toEqual([0, 0]);
    const { target, passes: calls } = request('two-pass');
    expect(() => own.time(request('two-pass'))).toThrow(RangeError);
    expect(() => own.execute(target, calls, oneRow(elementCount))).toThrow(RangeError);
  });

  describe('the addon', () => {
    const one = new Float32Array(1);
    const execute = (target: number, kernels: readonly number[]) => () =>
      addon.execute({
        target,
        passes: kernels.map((kernel) => ({ kernel, prefetchBytes: 0, leaves: null })),
        ...addonRowsOf(oneRow(1)),
        x: one,
        y: one.slice(),
      });
    const described = addon.describe().targets;

    test('has kernels for every pass', () => {
      for (const { kernels } of described) {
        const covered = new Set(kernels.map(({ pass }) => pass));
        expect([...covered].sort()).toEqual(Object.keys(passes).sort());
      }
    });

    test('refuses kernels and targets that do not exist, and too many passes', () => {
      expect(execute(described.length - 1, [described.at(-1)!.kernels.length])).toThrow(RangeError);
      expect(execute(described.length, [0])).toThrow(RangeError);
      expect(execute(described.length - 1, new Array<number>(9).fill(0))).toThrow(RangeError);
      expect(execute(-1, [0])).toThrow(TypeError);
    });

    test('refuses rows that do not fit x and y', () => {
      const calls = {
        ...addonRowsOf(oneRow(2)),
        target: described.length - 1,
        passes: [{ kernel: 0, prefetchBytes: 0, leaves: null }],
      };
      const two = new Float32Array(2);
      expect(() => addon.execute({ ...calls, x: two, y: one })).toThrow(RangeError);
      expect(() => addon.execute({ ...calls, x: one, y: two })).toThrow(RangeError);
    });

    test.skipIf(missingTargets.length === 0)('refuses what this CPU lacks', () => {
      for (const [index, { available }] of described.entries()) {
        if (!available) expect(execute(index, [0])).toThrow(RangeError);
      }
    });
  });
});
