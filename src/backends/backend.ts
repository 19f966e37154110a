import type { Variant } from '../model/cell.js';
import type { BackendSession, ClockInfo } from '../model/session.js';
import type { Problem } from '../model/problem.js';
import type { Pages, Scaling, Target } from '../model/vocabulary.js';
import type { TargetStatus } from '../model/target-status.js';
import type { Regime } from '../softmax/choose-variant.js';
import type { PassId } from '../softmax/passes.js';
import type { CpuTraits, VariantRule } from '../softmax/variant-profile.js';

/** Memory for one session: sizes of the two regions that cells are cut from, in bytes. */
export interface WorkspaceRequest {
  readonly xBytes: number;
  readonly yBytes: number;
  readonly pages: Pages;
}

/** Memory and threads for cells of several threads. With strong scaling these share the rows, or a row where there are fewer. */
export interface TeamRequest extends WorkspaceRequest {
  /** Sizes are of each thread with weak scaling. The CPU that each thread is pinned to, in order; two or more. */
  readonly cpus: readonly number[];
  readonly scaling: Scaling;
}

/** A pass with the kernel variant that executes it. */
export interface PassCall extends Variant {
  readonly pass: PassId;
}

/**
 * How often, and where, a list of passes is called between two clock reads. The ring holds `xSlotCount` and
 * `ySlotCount` arrays, one after the other at `slotStrideElements`; each call moves on by one slot. A call executes all
 * passes on a row before it goes on to the next.
 */
export interface CallLoop {
  readonly problem: Problem;
  readonly batchCount: number;
  readonly slotStrideElements: number;
  readonly xSlotCount: number;
  readonly ySlotCount: number;
  /** Read one element of each line of x before the clock starts. */
  readonly touchX: boolean;
  /** Also read the clock between passes, of each row; durations of the whole then include those reads. */
  readonly perPass: boolean;
}

/** One measurement. */
export interface TimedRequest extends CallLoop {
  readonly target: Target;
  readonly passes: readonly PassCall[];
}

/**
 * Durations of one call of the whole algorithm (mean over the batch), clock cost subtracted. Those of a team begin
 * at a barrier and end with its last thread.
 */
export interface TimedResult {
  readonly durationNs: number;
  /**
   * One entry a pass, over all rows, or null unless `perPass` was set. Of a team the mean over its threads where each
   * has rows of its own; where they split a row from the barrier before the pass to its last thread.
   */
  readonly passDurationsNs: readonly number[] | null;
  /** From the barrier to the end of each thread's last pass; null for one thread. */
  readonly threadDurationsNs: readonly number[] | null;
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
   * Executes the passes once on each row of a problem at the start of x and y, untimed.
   * @returns ln of the sum of e^x that the passes found in the last row; NaN when none of them sums, or where softmax
   * is NaN.
   */
  execute(target: Target, passes: readonly PassCall[], problem: Problem): number;
  time(request: TimedRequest): TimedResult;
  free(): void;
}

/**
 * Threads that live until `free`, each pinned to its CPU, and their memory. Each page was touched first by the
 * thread that uses it.
 */
export interface Team {
  /** Whether the system kept each thread on its CPU. */
  readonly isPinned: boolean;
  /** Median time of one barrier of so many threads, in ns. Takes some milliseconds. */
  barrierNs(threadCount: number): number;
  /** With weak scaling: each thread copies the x of the first thread to its own. No effect with strong scaling. */
  spreadX(): void;
  /** Each thread fills the first `elementCount` elements of its y with NaN; with strong scaling its part of them. */
  clearY(elementCount: number): void;
  /**
   * The first of the threads whose first `elementCount` elements of y differ in a bit from those of the first thread;
   * null where none does, and with strong scaling, where they share y.
   */
  differingThread(elementCount: number, threadCount: number): number | null;
  /**
   * The memory with its first `threadCount` threads (two or more) at work. With weak scaling `x` and `y` are views of
   * those of the first thread, and every thread executes. `free` is the team's.
   */
  withThreads(threadCount: number): Workspace;
  /** Ends the threads and returns the memory to the system. */
  free(): void;
}

/** What decides a variant besides the pass. */
interface VariantRequest {
  /** Null where it is not known. */
  readonly regime?: Regime | null;
  /** Laid over the rules for this CPU. */
  readonly rules?: readonly VariantRule[];
}

/** A family of targets that share memory and a clock: native addon, WebAssembly, TypeScript. */
export interface Backend {
  readonly name: BackendSession['name'];
  /** Where the kernels come from, where there is a choice: the package or a local build. */
  readonly origin: BackendSession['origin'];
  readonly targets: readonly TargetStatus[];
  /** Instruction-set extensions that this backend saw the CPU report; empty where it cannot ask. */
  readonly isaFeatures: readonly string[];
  /** Null where this backend cannot ask. */
  readonly cpu: CpuTraits | null;
  /** As CPUID names the hypervisor, such as `KVMKVMKVM`; empty where it names none or cannot be asked. */
  readonly cpuidHypervisor: string;
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
   * The variant a run uses unless told otherwise: what the profile for this CPU chooses, with further rules laid over it.
   * @throws Error when no variant of the pass stores that way.
   */
  defaultVariant(
    target: Target,
    pass: PassId,
    store: Variant['store'],
    request?: VariantRequest,
  ): Variant;
  /**
   * The clock that the core seems to run at now, timed in some microseconds; null where instructions
   * cannot be timed.
   */
  coreClockHz(): number | null;
  /** @throws SoftmaxBenchError when the memory or its pages cannot be had. */
  allocate(request: WorkspaceRequest): Workspace;
  /**
   * Null where this backend has no threads.
   * @throws SoftmaxBenchError when the memory, its pages or the threads cannot be had.
   */
  readonly allocateTeam: ((request: TeamRequest) => Team) | null;
}
