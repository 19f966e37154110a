import type { DeclaredPass, External } from '../../model/external.js';
import type { Problem } from '../../model/problem.js';
import type { OperationId } from '../../model/vocabulary.js';
import type { CallLoop, Workspace } from '../backend.js';

/** The libraries that have an adapter. */
export const libraryIds = [
  'xnnpack',
  'onednn',
  'onnxruntime-node',
  'tfjs-wasm',
  'torch',
  'onnxruntime-python',
  'numpy',
] as const;
export type LibraryId = (typeof libraryIds)[number];

/** Where an external implementation is; plain data that the measuring process opens. */
export type ExternalSource =
  | { readonly kind: 'library'; readonly id: LibraryId; readonly location: string }
  | {
      readonly kind: 'kernel';
      /** The name that the user gave it. */
      readonly id: string;
      /** Absolute path of a shared object. */
      readonly file: string;
      readonly symbol: string;
      /** `array`: f(x, y, n), called for each row. `rows`: f(x, y, rows, columns). */
      readonly signature: 'array' | 'rows';
    };

/** What an implementation takes of memory, beside x and y of the tool's own kernels. */
export interface ExternalMemory {
  /** Its code, its threads, and the process in which it is called, in bytes. */
  readonly baseBytes: number;
  /** So many arrays of the size of x, for the largest problem. */
  readonly arrayCounts: Readonly<Partial<Record<OperationId, number>>>;
  /** Whether its output is copied to the measuring process to be verified: into one array, the same for all. */
  readonly copiesOutput: boolean;
  /** No array is larger; null for no limit. */
  readonly mostArrayBytes: number | null;
}

/** Of an implementation that works on x and y of the tool's own kernels. */
export function sharedMemory(baseBytes: number): ExternalMemory {
  return { baseBytes, arrayCounts: {}, copiesOutput: false, mostArrayBytes: null };
}

/** What a result says of an implementation, and where the measuring process finds it. */
export interface FoundExternal {
  readonly external: External;
  readonly source: ExternalSource;
  readonly memory: ExternalMemory;
}

/** A library that cannot be had here. */
export interface MissingLibrary {
  readonly id: LibraryId;
  /** In a few words: `no shared object libxnnpack.so.0`. */
  readonly reason: string;
  /** How to get it, in one line. */
  readonly remedy: string;
}

/** What a call computes, on how many threads of the implementation itself. */
export interface ExternalCall {
  readonly operation: OperationId;
  readonly problem: Problem;
  /** 1, or more where the implementation has threads of its own. */
  readonly threadCount: number;
}

/** An implementation in the measuring process. */
export interface OpenExternal {
  /**
   * Makes everything that a call needs but no user pays for each time: arrays, operators, threads.
   * @param memory holds x, a tile of `tileElementCount` elements again and again; an implementation with memory of its
   * own copies it, another works on it.
   * @param loop where in the memory calls take place; one with memory of its own ignores the rings.
   * @throws SoftmaxBenchError, in one line, where it cannot be called so.
   */
  prepare(call: ExternalCall, memory: Workspace, loop: CallLoop): Promise<PreparedExternal>;
  /** Ends it. Resolves to the most memory that a process of its own held, in bytes; 0 without one. */
  close(): Promise<number>;
}

/** Calls of one shape. */
export interface PreparedExternal {
  /**
   * Calls once, untimed, and returns its y: all rows, one after the other, to be read before the next call. What was
   * there before has been overwritten with NaN.
   */
  execute(): Promise<Float32Array>;
  /** Calls so many times and returns the time of one call, in ns, with the clock read in the language of the call. */
  time(batchCount: number): Promise<number>;
  /** Returns what `prepare` took. */
  free(): Promise<void>;
}

/** How one library is found and called: one file in `libraries/`. */
export interface LibraryAdapter {
  readonly id: LibraryId;
  readonly title: string;
  /** Looks for it without loading more than it must; takes at most some seconds. */
  find(search: LibrarySearch): Promise<FoundExternal | MissingLibrary>;
  /** In the measuring process. @throws SoftmaxBenchError where it does not load any more. */
  open(location: string): Promise<OpenExternal>;
}

/** Where libraries are looked for. */
export interface LibrarySearch {
  /** The Python whose packages are used, such as `python3`. */
  readonly python: string;
  /** The folder from which packages of npm are resolved. */
  readonly projectFolder: string;
}

/** x is read twice, y written, then read and written in place: the passes that most libraries ship. */
export const reloadPasses: readonly DeclaredPass[] = [
  { reads: ['x'], writes: [], store: 'ordinary' },
  { reads: ['x'], writes: ['y'], store: 'ordinary' },
  { reads: ['y'], writes: ['y'], store: 'ordinary' },
];
