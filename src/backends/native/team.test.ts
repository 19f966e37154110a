import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';

import { SoftmaxBenchError } from '../../errors.js';
import { oneRow } from '../../model/problem.js';
import type { Scaling, StoreKind } from '../../model/vocabulary.js';
import { algorithmOf, algorithms } from '../../softmax/algorithms.js';
import type { PassId } from '../../softmax/passes.js';
import { describeNative } from '../../testing/describe-native.js';
import { sameBits } from '../../testing/guarded-arrays.js';
import { defaultVariants, nativeTargets } from '../../testing/native-target.js';
import { allowedList, cpusForTeam } from '../../testing/team-cpus.js';
import { localAddonPath } from './addon-paths.js';
import type { CallLoop, Team, TeamRequest } from '../backend.js';

const elementCount = 10_000;
const bytes = 4 * 3 * 10_016;

describeNative('teams of threads', (native) => {
  const { backend } = native;
  const [{ name: target }] = nativeTargets(native) as [ReturnType<typeof nativeTargets>[number]];
  const variantsOf = (pass: PassId, store: StoreKind) =>
    backend.variants(target, pass).filter((variant) => variant.store === store);
  const callsOf = (id: string) => defaultVariants(backend, target, algorithmOf(id));

  const openTeam = (scaling: Scaling, request: Partial<TeamRequest> = {}): Team => {
    const size = { xBytes: bytes, yBytes: bytes, pages: 'default', cpus: cpusForTeam(3) } as const;
    const team = backend.allocateTeam!({ ...size, scaling, ...request });
    onTestFinished(() => team.free());
    return team;
  };

  const loop: CallLoop = {
    problem: oneRow(elementCount),
    batchCount: 4,
    slotStrideElements: 10_016,
    xSlotCount: 3,
    ySlotCount: 2,
    touchX: true,
    perPass: false,
  };

  describe.each(['weak', 'strong'] as const)('with %s scaling', (scaling) => {
    test('durations are those of the call, of its passes and of each thread', () => {
      const workspace = openTeam(scaling).withThreads(2);
      const passes = callsOf('three-pass-recompute');
      const whole = workspace.time({ ...loop, target, passes });
      expect(whole.passDurationsNs).toBeNull();
      const parts = workspace.time({ ...loop, target, passes, perPass: true });
      expect(parts.passDurationsNs).toHaveLength(3);
      for (const { durationNs, threadDurationsNs } of [whole, parts]) {
        expect(durationNs).toBeGreaterThan(0);
        expect(threadDurationsNs).toHaveLength(2);
        expect(Math.max(...threadDurationsNs!)).toBeLessThanOrEqual(durationNs);
      }
      const sum = parts.passDurationsNs!.reduce((total, ns) => total + ns, 0);
      expect(sum).toBeLessThanOrEqual(parts.durationNs);
    });

    // With the odd stride rows and seams begin anywhere.
    test.each([10_016, 10_001])('timing computes what executing does, %d apart', (stride) => {
      const workspace = openTeam(scaling).withThreads(3);
      for (const { passes: uses, id } of algorithms) {
        if (uses.some(({ pass, store }) => variantsOf(pass, store).length === 0)) continue;
        const passes = callsOf(id);
        for (let i = 0; i < workspace.x.length; i += 1) workspace.x[i] = Math.sin(i % stride);
        workspace.y.fill(-7);
        workspace.execute(target, passes, oneRow(elementCount));
        const expected = workspace.y.slice(0, elementCount);
        workspace.y.fill(-7);
        const request = { ...loop, target, passes, slotStrideElements: stride };
        workspace.time({ ...request, batchCount: 2 });
        for (const slot of [0, stride]) {
          const y = workspace.y.slice(slot, slot + elementCount);
          expect(sameBits(y, expected), id).toBe(true);
          expect(workspace.y[slot + elementCount], id).toBe(-7);
        }
      }
    });

    test('a barrier takes some time, and not much', () => {
      const team = openTeam(scaling);
      expect(team.barrierNs(2)).toBeGreaterThan(0);
      expect(team.barrierNs(3)).toBeLessThan(1e9);
    });

    test('subnormals are flushed in every thread, and not in this one', () => {
      const team = openTeam(scaling);
      const workspace = team.withThreads(3);
      workspace.x.fill(1e-40);
      team.spreadX();
      workspace.execute(target, callsOf('scale'), oneRow(300));
      expect(workspace.y.subarray(0, 300).every((value) => value === 0)).toBe(true);
      expect(team.differingThread(300, 3)).toBeNull();
      expect(Number('1e-310') * 3).toBeGreaterThan(0);
    });

    test('requests that make no sense are refused', () => {
      const team = openTeam(scaling);
      const passes = callsOf('copy');
      for (const threadCount of [0, 4]) {
        const workspace = team.withThreads(threadCount);
        expect(() => workspace.execute(target, passes, oneRow(10))).toThrow(RangeError);
        expect(() => workspace.time({ ...loop, target, passes })).toThrow(RangeError);
        expect(() => team.barrierNs(threadCount)).toThrow(RangeError);
        expect(() => team.differingThread(1, threadCount)).toThrow(RangeError);
      }
      const workspace = team.withThreads(2);
      const tooMany = workspace.y.length + 1;
      expect(() => workspace.execute(target, passes, oneRow(tooMany))).toThrow(RangeError);
      expect(() => workspace.execute(target, passes, oneRow(0))).toThrow(RangeError);
      expect(() => workspace.time({ ...loop, target, passes, xSlotCount: 99 })).toThrow(RangeError);
      expect(() => team.differingThread(tooMany, 2)).toThrow(RangeError);
      expect(() => team.clearY(tooMany)).toThrow(RangeError);
    });

    test('freed threads and memory are gone, and using them is an error', () => {
      const team = openTeam(scaling);
      const workspace = team.withThreads(2);
      team.free();
      team.free();
      expect([workspace.x.length, workspace.y.length]).toEqual([0, 0]);
      expect(() => workspace.execute(target, callsOf('copy'), oneRow(1))).toThrow('freed');
      expect(() => team.barrierNs(2)).toThrow('freed');
    });

    test('memory that cannot be had is an error that names its size', () => {
      expect(() => openTeam(scaling, { xBytes: 2 ** 52 })).toThrow(SoftmaxBenchError);
      expect(() => openTeam(scaling, { xBytes: 2 ** 52 })).toThrow('cannot allocate');
    });
  });

  test('threads with arrays of their own: what differs is found', () => {
    const team = openTeam('weak');
    const workspace = team.withThreads(3);
    const copy = callsOf('copy');
    workspace.x.fill(1);
    team.spreadX();
    workspace.execute(target, copy, oneRow(100));
    expect(team.differingThread(100, 3)).toBeNull();
    workspace.x[99] = 2;
    team.withThreads(2).execute(target, copy, oneRow(100));
    expect(team.differingThread(100, 2)).toBe(1);
    expect(team.differingThread(99, 3)).toBeNull();
    // The second agrees with the first again; the third did not work.
    team.spreadX();
    team.withThreads(2).execute(target, copy, oneRow(100));
    expect(team.differingThread(100, 2)).toBeNull();
    expect(team.differingThread(100, 3)).toBe(2);
  });

  test('CPUs that are none are refused', () => {
    for (const cpus of [[], [0, 8192], [0, 0.5, -1]]) {
      expect(() => openTeam('weak', { cpus })).toThrow(TypeError);
    }
  });

  describe.runIf(process.platform === 'linux')('on Linux', () => {
    test('each thread may run on its CPU alone, and ends with the team', () => {
      const before = new Set(tasks());
      const cpus = cpusForTeam(5);
      const team = openTeam('strong', { cpus });
      expect(team.isPinned).toBe(true);
      const added = tasks().filter((task) => !before.has(task));
      const lists = added.map((task) => allowedList(`self/task/${task}`));
      expect(lists.sort()).toEqual(cpus.map(String).sort());
      team.free();
      expect(tasks().filter((task) => added.includes(task))).toEqual([]);
    });

    test('a CPU that is not there leaves its thread where the system puts it', () => {
      const team = openTeam('weak', { cpus: [cpusForTeam(1)[0]!, 8191] });
      expect(team.isPinned).toBe(false);
      const workspace = team.withThreads(2);
      workspace.execute(target, callsOf('fill'), oneRow(10));
      expect(team.differingThread(10, 2)).toBeNull();
    });

    test('threads end with a team that nothing refers to', () => {
      const script = `
        const { readdirSync } = require('node:fs');
        const count = () => readdirSync('/proc/self/task').length;
        const addon = require(process.argv[1]);
        const before = count();
        const request = { xBytes: 64, yBytes: 64, pages: 'default', scaling: 'weak', cpus: [0, 0] };
        setTimeout(() => {
          addon.allocateTeam(request);
          console.log(count() - before);
        }, 0);
        setTimeout(() => { gc(); gc(); setTimeout(() => console.log(count() - before), 20); }, 20);`;
      const node = spawnSync(process.execPath, ['--expose-gc', '-e', script, localAddonPath()]);
      expect([node.signal, String(node.stdout)]).toEqual([null, '2\n0\n']);
    });

    test.each(['weak', 'strong'] as const)(
      '%s: huge pages of all threads are counted',
      (scaling) => {
        const request = { xBytes: 8 << 20, yBytes: 2 << 20, cpus: cpusForTeam(3) };
        const atMost = (scaling === 'weak' ? 3 : 1) * (10 << 20);
        const huge = openTeam(scaling, { ...request, pages: 'huge' }).withThreads(3);
        expect(huge.hugePageBytes).toBeLessThanOrEqual(atMost);
        if (isOffered()) expect(huge.hugePageBytes).toBeGreaterThan(0);
        expect(openTeam(scaling, request).withThreads(3).hugePageBytes).toBe(0);
      },
    );

    test('hugetlb pages that nobody reserved are an error', (context) => {
      const pool = '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages';
      context.skip(!existsSync(pool), 'this system has no pages of 2 MiB');
      const xBytes = (Number(readFileSync(pool, 'utf8')) + 1) * (2 << 20);
      const request = { xBytes, pages: 'hugetlb' } as const;
      expect(() => openTeam('strong', request)).toThrow('nr_hugepages');
    });
  });
});

function tasks(): string[] {
  return readdirSync('/proc/self/task');
}

/** Whether the system gives transparent huge pages. */
function isOffered(): boolean {
  return !readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8').includes('[never]');
}
