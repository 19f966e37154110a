import type { Cell } from '../model/cell.js';
import type { Machine } from '../model/machine.js';
import { elementsOf } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import { problemCountOf } from '../model/threading.js';
import type { CellTarget } from '../model/vocabulary.js';
import { trafficOf } from '../softmax/traffic.js';
import { assumedAlgorithm } from './assumed-algorithm.js';
import { isLongCall } from './long-call.js';
import { hidesClock, timesPasses } from './pass-timing.js';
import { totalBytes, type RegionRequest } from './regions.js';

/** What a machine was measured to do before the plan; null where it was not. Bytes are read and written ones. */
export interface MachineSpeeds {
  readonly memoryBytesPerSecond: number | null;
  /** How fast memory can be used for the first time. */
  readonly touchBytesPerSecond: number | null;
  /** What measuring them took of the budget; 0 where nothing was measured. */
  readonly probeSeconds: number;
}

/** What the probe of a machine says; nothing where it was skipped. */
export function speedsOf({ cacheProbe }: Pick<Machine, 'cacheProbe'>): MachineSpeeds {
  const memory = cacheProbe?.memoryBytesPerSecond ?? null;
  return {
    memoryBytesPerSecond: memory && Math.min(memory.read, memory.copy),
    touchBytesPerSecond: cacheProbe?.touchBytesPerSecond ?? null,
    probeSeconds: cacheProbe?.seconds ?? 0,
  };
}

/** Usual ones of today, where nothing was measured. */
const assumedMemoryBytesPerSecond = 10e9;
const assumedTouchBytesPerSecond = 2e9;

/**
 * What the arithmetic of a pass takes for each element, in ns, on a slow machine of today: only to foresee what a
 * run costs, never to report.
 */
const arithmeticNsPerElement: Readonly<Record<CellTarget, number>> = {
  avx512: 0.3,
  avx2: 0.5,
  neon: 0.5,
  'wasm-relaxed-simd': 1,
  'wasm-simd': 1.5,
  scalar: 4,
  js: 20,
  external: 0.75,
};

/** Messages, counters and clocks around the samples of a visit. */
const visitSeconds = 0.002;

/** Choosing a batch size, warming up, and compiling take this much at the first visit. */
const firstVisitSeconds = 0.005;

/** A sample of a short call is a batch of calls that takes this long. */
const batchNs = 240_000;

/** Output is filled, computed and compared once: so much for each element. */
const verificationNsPerElement = 3;

/** Forking a process and loading the kernels. */
const startSeconds = 0.25;

/** What the rounds of a block are expected to take. */
export interface ExpectedRound {
  readonly roundSeconds: number;
  /** What the first round takes longer, as it verifies and warms up. */
  readonly firstRoundExtraSeconds: number;
}

/** The round that visits these cells once. */
export function expectedRound(
  cells: readonly Cell[],
  config: Pick<RunConfig, 'samplesPerRound' | 'perPass'>,
  speeds: MachineSpeeds,
): ExpectedRound {
  const sum = (secondsOf: (cell: Cell) => number): number =>
    cells.reduce((seconds, cell) => seconds + secondsOf(cell), 0);
  return {
    roundSeconds: sum((cell) => visitSeconds + sampledSeconds(cell, config, speeds)),
    firstRoundExtraSeconds: sum((cell) => firstVisitSeconds + verificationSeconds(cell)),
  };
}

/** What it takes to start a process and fill its regions. */
export function expectedOpenSeconds(
  regions: readonly RegionRequest[],
  { touchBytesPerSecond }: MachineSpeeds,
): number {
  const touchedAtOnce = regions.map(
    (region) => totalBytes([region]) / bandwidthFactor(region.team?.cpus.length ?? 1),
  );
  const seconds = touchedAtOnce.reduce((sum, bytes) => sum + bytes, 0);
  return startSeconds + seconds / (touchBytesPerSecond ?? assumedTouchBytesPerSecond);
}

/**
 * How many times the bandwidth of one thread several are expected to reach at least: 1.4 for 2, 4 for 16 (7 on a Xeon of
 * 16 cores, where one thread reads 15 GB/s).
 */
function bandwidthFactor(threadCount: number): number {
  return Math.sqrt(threadCount);
}

function sampledSeconds(
  cell: Cell,
  { samplesPerRound, perPass }: Pick<RunConfig, 'samplesPerRound' | 'perPass'>,
  speeds: MachineSpeeds,
): number {
  const callNs = expectedCallNs(cell, speeds);
  const timings = perPass && timesPasses(cell.problem) && !hidesClock(cell) ? 2 : 1;
  if (isLongCall(cell)) return (timings * callNs) / 1e9;
  const sampleCount = samplesPerRound * timings;
  return (sampleCount * Math.max(batchNs, callNs)) / 1e9;
}

function expectedCallNs(cell: Cell, { memoryBytesPerSecond }: MachineSpeeds): number {
  const { target, problem, threadCount } = cell;
  const algorithm = assumedAlgorithm(cell);
  const problemCount = problemCountOf(cell);
  const { passBytes } = trafficOf(algorithm, problem);
  const bytesPerSecond =
    (memoryBytesPerSecond ?? assumedMemoryBytesPerSecond) * bandwidthFactor(threadCount);
  const memoryNs = ((problemCount * passBytes) / bytesPerSecond) * 1e9;
  const arithmeticNs =
    (algorithm.passes.length *
      problemCount *
      elementsOf(problem) *
      arithmeticNsPerElement[target]) /
    threadCount;
  return Math.max(memoryNs, arithmeticNs);
}

function verificationSeconds({ operation, problem }: Cell): number {
  return operation === 'none' ? 0 : (elementsOf(problem) * verificationNsPerElement) / 1e9;
}
