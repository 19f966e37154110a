import { SoftmaxBenchError, exitCodes } from '../../../errors.js';
import type { External } from '../../../model/external.js';
import { elementsOf } from '../../../model/problem.js';
import type { OperationId } from '../../../model/vocabulary.js';
import type { CallLoop, Workspace } from '../../backend.js';
import type { Addon, AddonLibrary } from '../../native/addon.js';
import { addonCandidates } from '../../native/addon-paths.js';
import { loadAddon } from '../../native/load-addon.js';
import type { ExternalCall, LibraryId, OpenExternal, PreparedExternal } from '../external.js';
import { libraryTolerance } from './declared.js';

/** What a result says of every library whose C API is called. */
export const nativeFacts = {
  kind: 'library',
  memory: 'shared',
  hasRows: true,
  shortestCallNs: 0,
  remark: null,
  tolerance: libraryTolerance,
} as const satisfies Partial<External>;

/** The addon that calls libraries, or null. */
export function nativeAddon(): Addon | null {
  return loadAddon(addonCandidates()).addon;
}

/** Why nothing is found without the addon. */
export const noAddon = 'called by the native kernels, which do not run here';

/**
 * Loads a library by its C API.
 * @param file as the loader of the system takes it: a name that it looks for, or a path.
 * @param modelOf what it executes, where it executes models.
 * @throws SoftmaxBenchError where it does not load.
 */
export function openNative(
  id: LibraryId,
  file: string,
  modelOf: ((operation: OperationId) => Uint8Array) | null,
): OpenExternal {
  const addon = nativeAddon();
  if (addon === null) throw failure(`${file}: ${noAddon}`);
  const library = addon.openLibrary({ library: id, file });
  if (typeof library === 'string') throw failure(`${file}: ${library}`);
  const { handle } = library;
  return {
    prepare: (call, memory, loop) => {
      const model = modelOf?.(call.operation) ?? new Uint8Array();
      return Promise.resolve(prepare({ addon, handle, file, model }, call, memory, loop));
    },
    // Its code may run in threads of its own: it goes with the process.
    close: () => Promise.resolve(0),
  };
}

interface OpenedLibrary {
  readonly addon: Addon;
  readonly handle: AddonLibrary;
  readonly file: string;
  readonly model: Uint8Array;
}

function prepare(
  { addon, handle, file, model }: OpenedLibrary,
  { operation, problem, threadCount }: ExternalCall,
  { x, y }: Workspace,
  { slotStrideElements, xSlotCount, ySlotCount, touchX }: CallLoop,
): PreparedExternal {
  const { rows, columns } = problem;
  const elementCount = elementsOf(problem);
  const isLog = operation === 'log-softmax';
  const routine = addon.libraryRoutine(handle, { isLog, rows, columns, threadCount, model });
  if (typeof routine === 'string') throw failure(`${file}: ${routine}`);
  const rings = { x, y, elementCount, slotStrideElements, xSlotCount, ySlotCount, touchX };
  return {
    execute: () => {
      const result = y.subarray(0, elementCount).fill(NaN);
      addon.executeRoutine(routine, { x, y, elementCount, isGuarded: false });
      return Promise.resolve(result);
    },
    time: (batchCount) => Promise.resolve(addon.timeRoutine(routine, { ...rings, batchCount })),
    free: () => {
      addon.freeRoutine(routine);
      return Promise.resolve();
    },
  };
}

function failure(message: string): SoftmaxBenchError {
  return new SoftmaxBenchError(message, exitCodes.failure);
}
