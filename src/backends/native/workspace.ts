import { SoftmaxBenchError } from '../../errors.js';
import { formatBytes } from '../../units.js';
import type { PassCall, TimedRequest, Workspace, WorkspaceRequest } from '../backend.js';
import type { Target } from '../../model/vocabulary.js';
import type { Addon, AddonPasses } from './addon.js';
import { hugePageBytes } from './huge-pages.js';

/** Translates passes with their variants into the addon's indices. */
export type Resolve = (target: Target, passes: readonly PassCall[]) => AddonPasses;

/**
 * A workspace outside the JavaScript heap.
 * @throws SoftmaxBenchError when the memory is not to be had.
 */
export function createNativeWorkspace(
  addon: Addon,
  resolve: Resolve,
  pageSizeBytes: number,
  request: WorkspaceRequest,
): Workspace {
  const before = hugePageBytes();
  const memory = addon.allocate(request);
  if (memory === null) {
    const bytes = formatBytes(request.xBytes + request.yBytes);
    throw new SoftmaxBenchError(`cannot allocate ${bytes} for the arrays: choose smaller sizes`);
  }
  const after = hugePageBytes();
  const x = new Float32Array(memory.x);
  const y = new Float32Array(memory.y);
  return {
    x,
    y,
    pageSizeBytes,
    hugePageBytes: before === null || after === null ? null : after - before,
    execute(target, passes, elementCount) {
      addon.execute({
        ...resolve(target, passes),
        // Unlike a subarray these throw when they do not fit.
        x: new Float32Array(memory.x, 0, elementCount),
        y: new Float32Array(memory.y, 0, elementCount),
      });
    },
    time(timed) {
      const durations = addon.time(memory.handle, {
        ...timedFields(timed),
        ...resolve(timed.target, timed.passes),
      });
      const [durationNs, ...passDurationsNs] = durations;
      return { durationNs: durationNs!, passDurationsNs: timed.perPass ? passDurationsNs : null };
    },
    free: () => addon.free(memory),
  };
}

function timedFields(request: TimedRequest) {
  const { elementCount, batchCount, slotStrideElements, xSlotCount, ySlotCount, perPass } = request;
  const touchX = request.cacheState === 'paper';
  return { elementCount, batchCount, slotStrideElements, xSlotCount, ySlotCount, touchX, perPass };
}
