import { SoftmaxBenchError } from '../errors.js';
import { hasSeenEnough, isStillFalling } from './capacity.js';
import { firstChunkBytes, ProbedMemory, type ProbeDevice } from './probed-memory.js';
import type { ProbeEnd, ProbeMeasurement, ProbeRequest } from './probe-request.js';
import { gridSizeAfter } from './size-grid.js';
import { SweepRecord } from './sweep-record.js';

/** Half of a small L1. */
const smallestBytes = 16 * 2 ** 10;

/** Every working set is visited this often, time permitting. */
const visitCount = 4;

/** The share of the time for growing. Repetitions take the rest. */
const growingShare = 0.7;

/** Forecasts of touching and sweeping are right within this factor. */
const forecastMargin = 1.3;

/**
 * Sweeps growing working sets, from half of an L1 until bandwidth has settled at that of memory, or until time
 * or memory end; then all of them again, several times. Of each tile of each working set the fastest sweep
 * counts: a hypervisor or another program only ever slows one down. Where the repeated sweeps show no last level
 * any more, it goes on to larger ones.
 */
export function measureCaches(
  device: ProbeDevice,
  request: ProbeRequest,
): Omit<ProbeMeasurement, 'cpu'> {
  const { nowMs } = device;
  const startMs = nowMs();
  const memory = new ProbedMemory(device);
  const record = new SweepRecord(memory, nowMs);
  try {
    const probing = { device, memory, record, request, startMs };
    let end = grow(probing, firstChunkBytes);
    repeat(probing);
    while (end === 'enough' && !hasSeenEnough(record.points(), request.expectation)) {
      end = grow(probing, gridSizeAfter(memory.sizeBytes));
      repeat(probing);
    }
    return { points: record.points(), touchBytesPerSecond: memory.touchBytesPerSecond, end };
  } finally {
    memory.free();
  }
}

interface Probing {
  readonly device: ProbeDevice;
  readonly memory: ProbedMemory;
  readonly record: SweepRecord;
  readonly request: ProbeRequest;
  readonly startMs: number;
}

/** Visits every working set again, time permitting. */
function repeat({ device: { nowMs }, record, request, startMs }: Probing): void {
  for (let visit = 1; visit < visitCount; visit += 1) {
    for (const size of record.sizes) {
      const forecastMs = forecastMargin * record.forecastMs(size);
      if (nowMs() + forecastMs < startMs + request.budgetMs) record.visit(size);
    }
  }
}

/** Visits each working set from that size on once. Returns why it went no further. */
function grow({ device, memory, record, request, startMs }: Probing, fromBytes: number): ProbeEnd {
  for (let size = fromBytes; ; size = gridSizeAfter(size)) {
    if (size > request.memoryLimitBytes) return 'memory';
    const forecastMs = touchingMs(memory, size) + record.forecastMs(size);
    // Without a plateau at the end there is no result to repeat.
    const share = isStillFalling(record.points()) ? 1 : growingShare;
    const endMs = startMs + share * request.budgetMs;
    if (device.nowMs() + forecastMargin * forecastMs > endMs) return 'time';
    try {
      memory.growTo(size);
    } catch (error) {
      if (error instanceof SoftmaxBenchError) return 'memory';
      throw error;
    }
    // The first chunk holds all smaller working sets.
    const smallest = size === firstChunkBytes ? smallestBytes : size;
    for (let small = smallest; small < size; small = gridSizeAfter(small)) record.visit(small);
    record.visit(size);
    if (hasSeenEnough(record.points(), request.expectation)) return 'enough';
  }
}

function touchingMs({ sizeBytes, touchBytesPerSecond }: ProbedMemory, grownBytes: number): number {
  return touchBytesPerSecond === null ? 0 : ((grownBytes - sizeBytes) / touchBytesPerSecond) * 1000;
}
