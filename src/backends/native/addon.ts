import type { Pages, StoreKind } from '../../model/vocabulary.js';
import type { Pass } from '../../softmax/passes.js';
import { rowStrideOf, type Problem } from '../../model/problem.js';
import type { LibraryId } from '../external/external.js';
import type { CallLoop, TeamRequest, WorkspaceRequest } from '../backend.js';

/** A compiled kernel as the addon lists it; see `src/kernels/kernel.h`. */
export interface AddonKernel {
  readonly pass: string;
  readonly unroll: number;
  readonly accumulators: number;
  readonly store: StoreKind;
  /** Whether the kernel issues prefetches, at a distance given with each call. */
  readonly prefetch: boolean;
  /** Null where the compiler or the C library chooses. */
  readonly vectorBits: number | null;
}

export interface AddonTarget {
  readonly name: string;
  /** What the CPU must have, in words. */
  readonly requirement: string;
  readonly available: boolean;
  readonly kernels: readonly AddonKernel[];
}

/** A pass by its index in the list of its target's kernels. */
interface AddonPass {
  readonly kernel: number;
  readonly prefetchBytes: number;
  /** What threads that share a row merge behind it. */
  readonly leaves: Pass['leaves'];
}

/** Passes of one target, by its index in `describe().targets`. */
export interface AddonPasses {
  readonly target: number;
  readonly passes: readonly AddonPass[];
}

/** Memory outside the JavaScript heap, and views of it. */
interface AddonWorkspace {
  readonly handle: object;
  /** Of the pages that were allocated: 2 MiB for `hugetlb`. */
  readonly pageSizeBytes: number;
  /** Bytes of both that are backed by transparent huge pages; null where the system does not say. */
  readonly hugePageBytes: number | null;
  readonly x: ArrayBuffer;
  readonly y: ArrayBuffer;
}

/** Threads, and memory that they work on; the views are those of the first thread. */
export interface AddonTeam extends AddonWorkspace {
  readonly isPinned: boolean;
}

/** A softmax that is not made of passes; see `src/kernels/external/routine.h`. */
export type AddonRoutine = object & { readonly routine: unique symbol };

/** Where routines are called: at the start of x and y, or in rings there. */
interface RoutineMemory {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** From the first element of x to the last. */
  readonly elementCount: number;
}

/** A function of a shared object. */
export type AddonKernelFunction = object & { readonly kernelFunction: unique symbol };

/** A library that is loaded. */
export type AddonLibrary = object & { readonly library: unique symbol };

interface Threads {
  /** The first of the team: 1 to all of them. */
  readonly threadCount: number;
}

/** The rows of a problem. */
export interface AddonRows {
  readonly rows: number;
  readonly columns: number;
  readonly rowStrideElements: number;
}

/** A `CallLoop` as the addon reads it. */
type AddonLoop = Omit<CallLoop, 'problem'> & AddonRows;

/** What `src/kernels/addon` exports. Requests that make no sense throw TypeError or RangeError. */
export interface Addon {
  describe(): {
    /** As CPUID has it; empty on other architectures. */
    readonly vendor: string;
    /** The same of the hypervisor; empty without one. */
    readonly hypervisor: string;
    /** As CPUID has it; 0 on other architectures. */
    readonly family: number;
    readonly model: number;
    readonly features: readonly string[];
    /** The pages that `allocate` knows on this system. */
    readonly pages: readonly Pages[];
    readonly clock: {
      readonly source: string;
      readonly frequencyHz: number;
      readonly overheadNs: number;
    };
    readonly targets: readonly AddonTarget[];
  };
  /** The clock that the core seems to run at, in Hz; 0 when it is too short to tell. */
  coreClockHz(): number;
  /** Null when the memory or its pages cannot be had. */
  allocate(request: WorkspaceRequest): AddonWorkspace | null;
  /** Detaches the views and returns the memory to the system. */
  free(workspace: AddonWorkspace): void;
  /**
   * Executes the passes once on each row, at whatever alignment the views have.
   * @returns as `Workspace.execute`
   */
  execute(
    request: AddonPasses & AddonRows & { readonly x: Float32Array; readonly y: Float32Array },
  ): number;
  /** The call's duration in nanoseconds, then each pass's with `perPass`. */
  time(handle: object, request: AddonPasses & AddonLoop): Float64Array;
  /** What cannot be had, or the team. */
  allocateTeam(request: TeamRequest): AddonTeam | 'memory' | 'threads';
  /** As `free`, and ends the threads. A second time does nothing. */
  freeTeam(team: AddonTeam): void;
  /** As `execute`, at the start of the team's memory. */
  executeInTeam(handle: object, request: AddonPasses & Threads & AddonRows): number;
  /** As `time`, then the duration of each thread. */
  timeInTeam(handle: object, request: AddonPasses & Threads & AddonLoop): Float64Array;
  /** As `Team.barrierNs`. */
  barrierNs(handle: object, request: Threads): number;
  /** As `Team.spreadX`. */
  spreadX(handle: object): void;
  /** As `Team.clearY`. */
  clearY(handle: object, request: { readonly elementCount: number }): void;
  /** As `Team.differingThread`, but 0 where none differs. */
  differingThread(handle: object, request: Threads & { readonly elementCount: number }): number;
  /**
   * Calls it once, untimed, on x and y or on guarded copies of them.
   * @returns where it wrote beside the copy of y, in bytes behind its begin (negative: before it); null for nowhere;
   * `memory` where the copies cannot be had.
   */
  executeRoutine(
    routine: AddonRoutine,
    request: RoutineMemory & { readonly isGuarded: boolean },
  ): number | null | 'memory';
  /** Tells of each fault in a routine in a line to that descriptor (`src/kernels/external/fault-watch.h`). */
  reportFaults(request: { readonly descriptor: number }): void;
  /** What one call takes, in nanoseconds, with subnormals as the process has them. */
  timeRoutine(
    routine: AddonRoutine,
    request: RoutineMemory & Omit<CallLoop, 'problem' | 'perPass'>,
  ): number;
  /** Returns what the routine holds; it cannot be called any more. */
  freeRoutine(routine: AddonRoutine): void;
  /**
   * Loads a shared object, which stays loaded. @returns the function, null where it exports no such symbol, or why it
   * cannot be loaded.
   */
  openKernel(request: {
    readonly file: string;
    readonly symbol: string;
  }): AddonKernelFunction | string | null;
  /** A routine that calls f(x, y, n) for each row, or f(x, y, rows, columns) once. */
  kernelRoutine(
    kernel: AddonKernelFunction,
    request: {
      readonly takesRows: boolean;
      readonly rows: number;
      readonly columns: number;
      readonly rowStrideElements: number;
    },
  ): AddonRoutine;
  /**
   * Loads a library by its C API; it stays loaded. @returns it with its version, empty where it states none, or why it
   * cannot be used.
   */
  openLibrary(request: {
    readonly library: LibraryId;
    readonly file: string;
  }): { readonly handle: AddonLibrary; readonly version: string } | string;
  /** A routine that calls it, or why there is none. @param request `model`, of ONNX, may be empty. */
  libraryRoutine(
    library: AddonLibrary,
    request: {
      readonly isLog: boolean;
      readonly rows: number;
      readonly columns: number;
      readonly threadCount: number;
      readonly model: Uint8Array;
    },
  ): AddonRoutine | string;
}

/** The rows of a problem as the addon reads them. */
export function addonRowsOf(problem: Problem): AddonRows {
  const { rows, columns } = problem;
  return { rows, columns, rowStrideElements: rowStrideOf(problem) };
}
