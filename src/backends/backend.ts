import type { CacheState, Target } from '../model/vocabulary.js';
import type { Variant } from '../model/cell.js';
import type { TargetStatus } from '../plan/target-status.js';
import type { PassId } from '../softmax/passes.js';

/** The clock that a backend reads next to its kernels. */
export interface ClockInfo {
  /** `rdtscp`, `clock_gettime`, `performance.now` or the like. */
  readonly source: string;
  readonly frequencyHz: number;
  /** Median cost of reading the clock twice in a row, subtracted from every duration. */
  readonly overheadNs: number;
}

/** Memory for one session: sizes of the two regions that cells are cut from, in bytes. */
export interface WorkspaceRequest {
  readonly xBytes: number;
  readonly yBytes: number;
  /** Ask for transparent huge pages where the platform has them. */
  readonly hugePages: boolean;
}

/** A pass with the kernel variant that executes it. */
export interface PassCall extends Variant {
  readonly pass: PassId;
}

/** One measurement: `batchCount` calls of the pass list in a row between two clock reads. */
export interface TimedRequest {
  readonly target: Target;
  readonly passes: readonly PassCall[];
  readonly elementCount: number;
  readonly cacheState: CacheState;
  readonly batchCount: number;
  /**
   * How far x (cold) and y (paper, cold) move between calls: the ring holds
   * `xSlotCount` and `ySlotCount` arrays, one after the other at `slotStrideElements`.
   */
  readonly slotStrideElements: number;
  readonly xSlotCount: number;
  readonly ySlotCount: number;
  /** Also read the clock between passes; durations of the whole then include those reads. */
  readonly perPass: boolean;
}

/** Durations of one call of the whole algorithm (mean over the batch), clock cost subtracted. */
export interface TimedResult {
  readonly durationNs: number;
  /** One entry a pass, or null when `perPass` was not asked for. */
  readonly passDurationsNs: readonly number[] | null;
}

/**
 * Touched, 64-byte-aligned memory that holds the streams. `x` and `y` are views of the whole
 * regions; cells use prefixes and slots of them. After `free` the views have length 0.
 */
export interface Workspace {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly pageSizeBytes: number;
  /** Bytes that the system reports as backed by transparent huge pages, or null if unknown. */
  readonly hugePageBytes: number | null;
  /** Executes the passes once on the first `elementCount` elements of x and y, untimed. */
  execute(target: Target, passes: readonly PassCall[], elementCount: number): void;
  time(request: TimedRequest): TimedResult;
  free(): void;
}

/** Kernels that were looked for before those that are used, and cannot be. */
export interface PassedOver {
  /** What it was, such as `native, prebuilt`. */
  readonly candidate: string;
  /** Why not, in a few words. */
  readonly reason: string;
  /** Whether it is there and does not load. */
  readonly isBroken: boolean;
}

/** A family of targets that share memory and a clock: native addon, WebAssembly, TypeScript. */
export interface Backend {
  readonly name: 'native' | 'wasm' | 'js';
  /** Where the kernels come from, where there is a choice: the package or a local build. */
  readonly origin: 'prebuilt' | 'local build' | null;
  readonly targets: readonly TargetStatus[];
  /** Instruction-set extensions that this backend saw the CPU report; empty where it cannot ask. */
  readonly isaFeatures: readonly string[];
  readonly clock: ClockInfo;
  /** What the timed region does with subnormal numbers. */
  readonly denormals: 'flushed' | 'kept';
  /** The most that x and y can take together, whatever memory there is; Infinity for no limit. */
  readonly addressableBytes: number;
  /** The variants that exist for a pass; empty where the target has no kernel for it. */
  variants(target: Target, pass: PassId): readonly Variant[];
  /**
   * The variant a run uses unless told otherwise.
   * @throws Error when no variant of the pass stores that way.
   */
  defaultVariant(target: Target, pass: PassId, store: Variant['store']): Variant;
  /**
   * The clock that the core seems to run at now, timed in some microseconds; null where instructions
   * cannot be timed.
   */
  coreClockHz(): number | null;
  /** @throws SoftmaxBenchError when the memory is not to be had. */
  allocate(request: WorkspaceRequest): Workspace;
}
