import type { CacheProbe } from '../model/machine.js';
import { concludeProbe } from '../probe/conclude.js';
import { measureCaches } from '../probe/measure-caches.js';
import type { MemoryHierarchy } from './memory-hierarchy.js';
import { quiet, SimulatedDevice, type MemoryNoise } from './simulated-memory.js';

const mib = 2 ** 20;
const gib = 2 ** 30;
const budgetMs = 2400;

const noises = {
  quiet,
  noisy: { ...quiet, callNoise: 0.1 },
  stolen: { ...quiet, stealEveryMs: 20, stealMs: 5 },
  'two-speed': { ...quiet, slowClock: 1.4 },
  drifting: { ...quiet, driftPerSecond: 0.1 },
  wild: { callNoise: 0.05, stealEveryMs: 50, stealMs: 10, slowClock: 1.25, driftPerSecond: 0.05 },
} satisfies Record<string, MemoryNoise>;

/** A computer whose caches are known, and what it reports of them. */
export interface SimulatedComputer {
  readonly name: string;
  /** Capacities of what the thread really has, in MiB; the last one is to be found. */
  readonly trueMib: readonly number[];
  readonly reportedMib: number | null;
  /** The reported second level; null where no third level is reported. */
  readonly secondMib: number | null;
  readonly conclusion: CacheProbe['conclusion'];
  readonly noise?: keyof typeof noises;
  readonly sharpness?: number;
  readonly touchGigabytes?: number;
  readonly memoryBytes?: number;
  /** Of memory, and of the last cache over it. */
  readonly memoryGigabytes?: number;
  readonly fall?: number;
}

// prettier-ignore
export const simulatedComputers: readonly SimulatedComputer[] = [
  { name: 'a desktop', trueMib: [0.03, 1, 32], reportedMib: 32, secondMib: 1, conclusion: 'agrees' },
  { name: 'an old desktop', trueMib: [0.03, 0.25, 4], reportedMib: 4, secondMib: 0.25, conclusion: 'agrees', memoryGigabytes: 8 },
  { name: 'a desktop with a busy neighbour', trueMib: [0.03, 1, 32], reportedMib: 32, secondMib: 1, conclusion: 'agrees', noise: 'wild' },
  { name: 'a server', trueMib: [0.05, 2, 105], reportedMib: 105, secondMib: 2, conclusion: 'agrees', memoryGigabytes: 11 },
  { name: 'a virtual machine with the cache of its host', trueMib: [0.05, 2, 74], reportedMib: 300, secondMib: 2, conclusion: 'differs', memoryGigabytes: 11 },
  { name: 'the same, overbooked', trueMib: [0.05, 2, 74], reportedMib: 300, secondMib: 2, conclusion: 'differs', noise: 'stolen' },
  { name: 'the same, the cache shared with neighbours', trueMib: [0.05, 2, 44], reportedMib: 300, secondMib: 2, conclusion: 'differs', noise: 'stolen', sharpness: 2, memoryGigabytes: 12, fall: 2, touchGigabytes: 2 },
  { name: 'a virtual machine with a small share', trueMib: [0.05, 2, 20], reportedMib: 480, secondMib: 2, conclusion: 'differs', noise: 'two-speed' },
  { name: 'a virtual machine that hides its third level', trueMib: [0.03, 1, 24], reportedMib: 1, secondMib: null, conclusion: 'differs', noise: 'noisy' },
  { name: 'cache allocation: 2 of 16 ways', trueMib: [0.03, 0.25, 4], reportedMib: 32, secondMib: 0.25, conclusion: 'differs' },
  { name: 'a huge cache, all of it', trueMib: [0.05, 2, 300], reportedMib: 300, secondMib: 2, conclusion: 'agrees', touchGigabytes: 1.5 },
  { name: 'a huge cache that is reported small', trueMib: [0.05, 1, 300], reportedMib: 4, secondMib: 1, conclusion: 'differs', touchGigabytes: 1.5 },
  { name: 'a cache that ends gradually', trueMib: [0.03, 1, 64], reportedMib: 64, secondMib: 1, conclusion: 'agrees', sharpness: 2 },
  { name: 'a cache that ends at an edge', trueMib: [0.03, 1, 36], reportedMib: 32, secondMib: 1, conclusion: 'agrees', sharpness: 12 },
  { name: 'no third level', trueMib: [0.03, 2], reportedMib: 2, secondMib: null, conclusion: 'agrees', memoryGigabytes: 4 },
  { name: 'one level', trueMib: [2], reportedMib: 2, secondMib: null, conclusion: 'agrees', memoryGigabytes: 2 },
  { name: 'a container that reports nothing', trueMib: [0.03, 1, 16], reportedMib: null, secondMib: null, conclusion: 'differs', noise: 'wild' },
  { name: 'a container of 512 MiB', trueMib: [0.03, 1, 16], reportedMib: 32, secondMib: 1, conclusion: 'differs', memoryBytes: 205 * mib },
  { name: 'slow pages', trueMib: [0.03, 1, 24], reportedMib: 260, secondMib: 1, conclusion: 'differs', touchGigabytes: 0.2 },
  { name: 'fast memory', trueMib: [0.03, 1, 30], reportedMib: 32, secondMib: 1, conclusion: 'agrees', fall: 1.7, noise: 'noisy' },
  { name: 'drifting clocks', trueMib: [0.03, 0.5, 12], reportedMib: 12, secondMib: 0.5, conclusion: 'agrees', noise: 'drifting' },
];

/** What its caches and memory truly are. */
export function hierarchyOf({
  trueMib,
  memoryGigabytes = 14,
  sharpness = 4,
  fall = 3,
}: SimulatedComputer): MemoryHierarchy {
  const memory = memoryGigabytes * 1e9;
  return {
    levels: trueMib.map((capacityMib, level) => {
      const copy = memory * fall * 2 ** (trueMib.length - 1 - level);
      return { capacityBytes: capacityMib * mib, copy, read: 1.1 * copy };
    }),
    memory: { copy: memory, read: 1.05 * memory },
    sharpness,
  };
}

/** What a probe says of it. */
export function probeOf(
  machine: SimulatedComputer,
  seed: number,
): { result: CacheProbe; elapsedMs: number } {
  const {
    reportedMib,
    secondMib,
    noise = 'quiet',
    touchGigabytes = 1,
    memoryBytes = gib,
  } = machine;
  const device = new SimulatedDevice({
    hierarchy: hierarchyOf(machine),
    noise: noises[noise],
    touchBytesPerSecond: touchGigabytes * 1e9,
    memoryBytes: 4 * gib,
    seed,
  });
  const expectation = {
    reportedBytes: reportedMib === null ? null : reportedMib * mib,
    secondLevelBytes: secondMib === null ? null : secondMib * mib,
  };
  const { target, pages } = device;
  const request = { target, pages, expectation, memoryLimitBytes: memoryBytes, budgetMs };
  const measurement = { ...measureCaches(device, request), cpu: 0 };
  const facts = { target: device.target, seconds: device.nowMs() / 1000 };
  return { result: concludeProbe(measurement, expectation, facts), elapsedMs: device.nowMs() };
}
