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
 * counts: a hypervisor or another program only ever slows one down.
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
    const end = grow({ device, memory, record, request, startMs });
    const endMs = startMs + request.budgetMs;
    for (let visit = 1; visit < visitCount; visit += 1) {
      for (const size of record.sizes) {
        if (nowMs() + forecastMargin * record.forecastMs(size) < endMs) record.visit(size);
      }
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

/** Visits each working set once. Returns why it went no further. */
function grow({ device, memory, record, request, startMs }: Probing): ProbeEnd {
  for (let size = firstChunkBytes; ; size = gridSizeAfter(size)) {
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
