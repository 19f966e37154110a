import type { TimedRequest, Workspace, WorkspaceRequest } from '../backends/backend.js';
import { SoftmaxBenchError } from '../errors.js';
import type { Variant } from '../model/cell.js';
import { bytesOf } from '../model/problem.js';
import type { Pages, Target } from '../model/vocabulary.js';
import type { ProbeDevice } from '../probe/probed-memory.js';
import { createRandom } from '../statistics/random.js';
import { trueBandwidth, type MemoryHierarchy } from './memory-hierarchy.js';

/** How a simulated machine disturbs what it times. */
export interface MemoryNoise {
  /** Standard deviation of a call, as a share of its time. */
  readonly callNoise: number;
  /** A hypervisor takes the CPU at moments that are so far apart on average, for so long each time. */
  readonly stealEveryMs: number;
  readonly stealMs: number;
  /** The clock of the caches steps between 1 and this slowdown, at random, some ten times a second. */
  readonly slowClock: number;
  /** By how much everything slows down in a second. */
  readonly driftPerSecond: number;
}

export const quiet: MemoryNoise = {
  callNoise: 0.01,
  stealEveryMs: Infinity,
  stealMs: 0,
  slowClock: 1,
  driftPerSecond: 0,
};

/** A machine whose truth is known. */
export interface SimulatedMemory {
  readonly hierarchy: MemoryHierarchy;
  readonly noise: MemoryNoise;
  /** How fast fresh pages are touched. */
  readonly touchBytesPerSecond: number;
  /** Allocating more fails. */
  readonly memoryBytes: number;
  readonly seed: number;
}

const variant: Variant = {
  vectorBits: 512,
  unroll: 4,
  accumulators: 4,
  store: 'ordinary',
  prefetchBytes: 0,
};

/**
 * A device for the probe with a made-up clock. What a call finds in the caches follows from how many bytes were
 * moved since its arrays were moved last, so a sweep that was never done before is as slow as memory.
 */
export class SimulatedDevice implements ProbeDevice {
  readonly target: Target = 'avx512';
  readonly pages: Pages = 'default';
  private elapsedMs = 0;
  private allocatedBytes = 0;
  private movedBytes = 0;
  private slowdown = 1;
  private nextClockStepMs = 0;
  private nextStealMs: number;
  private readonly random: () => number;

  constructor(private readonly machine: SimulatedMemory) {
    this.random = createRandom(machine.seed, 16);
    this.nextStealMs = this.stealPauseMs();
  }

  readonly nowMs = (): number => this.elapsedMs;

  readonly backend: ProbeDevice['backend'] = {
    defaultVariant: () => variant,
    allocate: (request) => this.allocate(request),
  };

  private allocate({ xBytes, yBytes }: WorkspaceRequest): Workspace {
    this.allocatedBytes += xBytes + yBytes;
    if (this.allocatedBytes > this.machine.memoryBytes) throw new SoftmaxBenchError('no memory');
    this.pass(((xBytes + yBytes) / this.machine.touchBytesPerSecond) * 1000);
    const lastMoved = new Map<number, number>();
    let position = 0;
    return {
      x: new Float32Array(0),
      y: new Float32Array(0),
      pageSizeBytes: 4096,
      hugePageBytes: null,
      execute: () => 0,
      time: (request) => {
        const slot = position % request.xSlotCount;
        position += request.batchCount;
        return {
          durationNs: this.time(request, slot, lastMoved),
          passDurationsNs: null,
          threadDurationsNs: null,
        };
      },
      free: () => undefined,
    };
  }

  private time(request: TimedRequest, slot: number, lastMoved: Map<number, number>): number {
    const { problem, batchCount, passes } = request;
    const pass = passes[0]!.pass === 'read' ? 'read' : 'copy';
    const bytes = bytesOf(problem) * (pass === 'read' ? 1 : 2);
    const bytesSince = Math.max(bytes, this.movedBytes - (lastMoved.get(slot) ?? -Infinity));
    lastMoved.set(slot, this.movedBytes);
    this.movedBytes += bytes;
    const callMs = (workingSetBytes: number): number =>
      (bytes / trueBandwidth(this.machine.hierarchy, workingSetBytes, pass)) * 1000;
    const trueMs = callMs(bytesSince) + (batchCount - 1) * callMs(bytes);
    return (this.pass(trueMs * this.slowdownNow()) / batchCount) * 1e6;
  }

  /** Lets the time pass that this takes, with what the hypervisor takes in between. Returns both. */
  private pass(ms: number): number {
    const startMs = this.elapsedMs;
    let endMs = startMs + ms;
    while (this.nextStealMs < endMs) {
      endMs += this.machine.noise.stealMs;
      this.nextStealMs += this.machine.noise.stealMs + this.stealPauseMs();
    }
    this.elapsedMs = endMs;
    return endMs - startMs;
  }

  private stealPauseMs(): number {
    return -this.machine.noise.stealEveryMs * Math.log(1 - this.random());
  }

  private slowdownNow(): number {
    const { callNoise, slowClock, driftPerSecond } = this.machine.noise;
    if (this.elapsedMs >= this.nextClockStepMs) {
      this.slowdown = this.random() < 0.5 ? slowClock : 1;
      this.nextClockStepMs = this.elapsedMs + 200 * this.random();
    }
    const uniform = Math.sqrt(3) * (2 * this.random() - 1);
    const drift = 1 + (driftPerSecond * this.elapsedMs) / 1000;
    return Math.max(0.5, 1 + callNoise * uniform) * this.slowdown * drift;
  }
}
