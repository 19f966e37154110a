import type { Backend, Workspace } from '../backends/backend.js';
import { oneRow } from '../model/problem.js';
import type { Pages, Target } from '../model/vocabulary.js';

/** What a probe runs on. */
export interface ProbeDevice {
  readonly backend: Pick<Backend, 'allocate' | 'defaultVariant'>;
  readonly target: Target;
  readonly pages: Pages;
  /** Any monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** What is swept: `copy` over x and y, `read` over x. */
export type SweptPass = 'copy' | 'read';

/** Working sets up to this size lie in the first chunk and are swept in batches. */
export const firstChunkBytes = 8 * 2 ** 20;

/** Each tile of x and y is timed on its own, so that an interruption spoils one of them and not a sweep. */
const tileBytes = 4 * 2 ** 20;

/** Within one sample of a working set this much is moved, at least. */
const sampleBytes = 32 * 2 ** 20;

const elementBytes = Float32Array.BYTES_PER_ELEMENT;

interface Chunk {
  readonly workspace: Workspace;
  readonly tileCount: number;
}

/**
 * Memory that grows: every page of it is touched once, because touching can be far slower than sweeping. A
 * working set of the first chunks is swept by sweeping them one after the other.
 */
export class ProbedMemory {
  private readonly chunks: Chunk[] = [];
  private touchingMs = 0;
  private bytes = 0;

  constructor(private readonly device: ProbeDevice) {}

  /** Of x and y together. */
  get sizeBytes(): number {
    return this.bytes;
  }

  /** How fast fresh memory was touched so far; null before any was. */
  get touchBytesPerSecond(): number | null {
    return this.touchingMs > 0 ? Math.round((this.bytes / this.touchingMs) * 1000) : null;
  }

  /** Adds a chunk up to that size. @throws SoftmaxBenchError when the memory cannot be had. */
  growTo(sizeBytes: number): void {
    const { backend, pages, nowMs } = this.device;
    const bytes = sizeBytes - this.bytes;
    const startMs = nowMs();
    const workspace = backend.allocate({ xBytes: bytes / 2, yBytes: bytes / 2, pages });
    this.touchingMs += nowMs() - startMs;
    this.bytes = sizeBytes;
    this.chunks.push({ workspace, tileCount: bytes / tileBytes });
  }

  /**
   * Sweeps the first bytes of the memory, half of them x and half y, again and again; the first time untimed.
   * @param workingSetBytes the size of the memory now or once, or any multiple of 8 in the first chunk.
   * @returns the least time of each tile, in nanoseconds.
   */
  sweep(pass: SweptPass, workingSetBytes: number): readonly number[] {
    if (workingSetBytes < firstChunkBytes) return [this.sweepInFirstChunk(pass, workingSetBytes)];
    let sweptBytes = 0;
    const chunks = this.chunks.filter(
      ({ tileCount }) => (sweptBytes += tileCount * tileBytes) <= workingSetBytes,
    );
    const sweepOnce = (): number[] => chunks.flatMap((chunk) => this.timeTiles(pass, chunk));
    sweepOnce();
    let leastNs = sweepOnce();
    for (let done = workingSetBytes; done < sampleBytes; done += workingSetBytes) {
      const againNs = sweepOnce();
      leastNs = leastNs.map((ns, tile) => Math.min(ns, againNs[tile]!));
    }
    return leastNs;
  }

  free(): void {
    for (const { workspace } of this.chunks) workspace.free();
  }

  private sweepInFirstChunk(pass: SweptPass, workingSetBytes: number): number {
    const { workspace } = this.chunks[0]!;
    const elementCount = workingSetBytes / 2 / elementBytes;
    const batchCount = Math.ceil(sampleBytes / workingSetBytes);
    this.time(workspace, pass, { elementCount, batchCount: 1, slotCount: 1 });
    return this.time(workspace, pass, { elementCount, batchCount, slotCount: 1 });
  }

  /** Each call moves on to the next tile of the chunk. */
  private timeTiles(pass: SweptPass, { workspace, tileCount }: Chunk): number[] {
    const elementCount = tileBytes / 2 / elementBytes;
    const call = { elementCount, batchCount: 1, slotCount: tileCount };
    return Array.from({ length: tileCount }, () => this.time(workspace, pass, call));
  }

  private time(
    workspace: Workspace,
    pass: SweptPass,
    call: {
      readonly elementCount: number;
      readonly batchCount: number;
      readonly slotCount: number;
    },
  ): number {
    const { backend, target } = this.device;
    const { elementCount, batchCount, slotCount } = call;
    return workspace.time({
      target,
      passes: [{ pass, ...backend.defaultVariant(target, pass, 'ordinary') }],
      problem: oneRow(elementCount),
      batchCount,
      slotStrideElements: elementCount,
      xSlotCount: slotCount,
      ySlotCount: slotCount,
      touchX: false,
      perPass: false,
    }).durationNs;
  }
}
