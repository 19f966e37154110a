import { SoftmaxBenchError } from '../../errors.js';
import { formatBytes } from '../../units.js';
import type { PassCall, Workspace, WorkspaceRequest } from '../backend.js';
import type { Pages, Target } from '../../model/vocabulary.js';
import { addonRowsOf, type Addon, type AddonPasses } from './addon.js';

/** Translates passes with their variants into the addon's indices. */
export type Resolve = (target: Target, passes: readonly PassCall[]) => AddonPasses;

/**
 * A workspace outside the JavaScript heap.
 * @throws SoftmaxBenchError when the memory or its pages cannot be had.
 */
export function createNativeWorkspace(
  addon: Addon,
  resolve: Resolve,
  request: WorkspaceRequest,
): Workspace {
  const memory = addon.allocate(request);
  if (memory === null) {
    throw new SoftmaxBenchError(memoryProblem(request.xBytes + request.yBytes, request.pages));
  }
  const x = new Float32Array(memory.x);
  const y = new Float32Array(memory.y);
  return {
    x,
    y,
    pageSizeBytes: memory.pageSizeBytes,
    hugePageBytes: memory.hugePageBytes,
    execute(target, passes, problem) {
      return addon.execute({ ...resolve(target, passes), ...addonRowsOf(problem), x, y });
    },
    time({ target, passes, problem, ...loop }) {
      const request = { ...loop, ...addonRowsOf(problem), ...resolve(target, passes) };
      const durations = addon.time(memory.handle, request);
      const [durationNs, ...passDurationsNs] = durations;
      return {
        durationNs: durationNs!,
        passDurationsNs: loop.perPass ? passDurationsNs : null,
        threadDurationsNs: null,
      };
    },
    free: () => addon.free(memory),
  };
}

/** Why so many bytes cannot be had, and what to do. */
export function memoryProblem(totalBytes: number, pages: Pages): string {
  const bytes = formatBytes(totalBytes);
  return pages === 'hugetlb'
    ? `cannot allocate ${bytes} in hugetlb pages: reserve pages of 2 MiB (/proc/sys/vm/nr_hugepages) or choose smaller sizes`
    : `cannot allocate ${bytes} for the arrays: choose smaller sizes`;
}
