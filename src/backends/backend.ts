import type { Variant } from '../model/cell.js';
import type { BackendSession, ClockInfo } from '../model/session.js';
import type { Pages, Target } from '../model/vocabulary.js';
import type { TargetStatus } from '../model/target-status.js';
import type { PassId } from '../softmax/passes.js';

/** Memory for one session: sizes of the two regions that cells are cut from, in bytes. */
export interface WorkspaceRequest {
  readonly xBytes: number;
  readonly yBytes: number;
  readonly pages: Pages;
}

/** A pass with the kernel variant that executes it. */
export interface PassCall extends Variant {
  readonly pass: PassId;
}

/**
 * How often, and where, a list of passes is called between two clock reads. The ring holds `xSlotCount` and
 * `ySlotCount` arrays, one after the other at `slotStrideElements`; each call moves on by one slot.
 */
export interface CallLoop {
  readonly elementCount: number;
  readonly batchCount: number;
  readonly slotStrideElements: number;
  readonly xSlotCount: number;
  readonly ySlotCount: number;
  /** Read one element of each line of x before the clock starts. */
  readonly touchX: boolean;
  /** Also read the clock between passes; durations of the whole then include those reads. */
  readonly perPass: boolean;
}

/** One measurement. */
export interface TimedRequest extends CallLoop {
  readonly target: Target;
  readonly passes: readonly PassCall[];
}

/** Durations of one call of the whole algorithm (mean over the batch), clock cost subtracted. */
export interface TimedResult {
  readonly durationNs: number;
  /** One entry a pass, or null unless `perPass` was set. */
  readonly passDurationsNs: readonly number[] | null;
}

/**
 * Touched, 64-byte-aligned memory that holds the streams. `x` and `y` are views of the whole
 * regions; cells use prefixes and slots of them. After `free` the views have length 0.
 */
export interface Workspace {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Of the pages that were allocated: 2 MiB for `hugetlb`. */
  readonly pageSizeBytes: number;
  /** Bytes of x and y that the system backed with transparent huge pages, or null if unknown. */
  readonly hugePageBytes: number | null;
  /**
   * Executes the passes once on the first `elementCount` elements of x and y, untimed.
   * @returns ln of the sum of e^x that the passes found; NaN when none of them sums, or where softmax is NaN.
   */
  execute(target: Target, passes: readonly PassCall[], elementCount: number): number;
  time(request: TimedRequest): TimedResult;
  free(): void;
}

/** A family of targets that share memory and a clock: native addon, WebAssembly, TypeScript. */
export interface Backend {
  readonly name: BackendSession['name'];
  /** Where the kernels come from, where there is a choice: the package or a local build. */
  readonly origin: BackendSession['origin'];
  readonly targets: readonly TargetStatus[];
  /** Instruction-set extensions that this backend saw the CPU report; empty where it cannot ask. */
  readonly isaFeatures: readonly string[];
  readonly clock: ClockInfo;
  /** Calls of a kernel get faster for so long, in ns: while its code is compiled, or a clock ramps. */
  readonly warmUpNs: number;
  /** What the timed region does with subnormal numbers. */
  readonly denormals: BackendSession['denormals'];
  /** The pages that `allocate` takes. */
  readonly pages: readonly Pages[];
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
  /** @throws SoftmaxBenchError when the memory or its pages cannot be had. */
  allocate(request: WorkspaceRequest): Workspace;
}
