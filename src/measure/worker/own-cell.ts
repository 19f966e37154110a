import type { TimedRequest, Workspace } from '../../backends/backend.js';
import type { OwnCell } from '../../model/cell.js';
import { hidesClock, timesPasses } from '../../plan/pass-timing.js';
import type { VisitRequest } from '../protocol/messages.js';
import { TimeWatch, type PreparedCell } from './prepared-cell.js';
import { sampleCell, type Samples } from './sampling.js';
import { timedRequestOf } from './timed-request.js';
import type { Verifier } from './verification.js';
import { workspaceOf, type OpenWorkspace } from './workspaces.js';

/** What cells are measured with. */
export interface CellContext {
  readonly workspaces: readonly OpenWorkspace[];
  readonly verifier: Verifier;
  readonly lastLevelCacheBytes: number;
}

/** A cell of the tool's own passes. @throws Error that says why there is nothing to execute it. */
export function prepareOwnCell(
  { workspaces, verifier, lastLevelCacheBytes }: CellContext,
  cell: OwnCell,
  visit: VisitRequest,
): PreparedCell {
  const { backend, workspace, team, cacheBytes } = workspaceOf(workspaces, cell);
  const request = timedRequestOf(cell, cacheBytes ?? lastLevelCacheBytes);
  const watch = new TimeWatch();
  const watched: Pick<Workspace, 'time'> = {
    time: (timed) => {
      const stop = watch.start();
      const result = workspace.time(timed);
      stop();
      return result;
    },
  };
  return {
    backend,
    warmUpNs: backend.warmUpNs,
    verify: () => verifier.verify(workspace, team, cell),
    time: (batchCount) => workspace.time({ ...request, batchCount }).durationNs,
    tooShort: () => null,
    sample: (batchCount) => sampleBoth(watched, { ...request, batchCount }, visit),
    sampledNs: () => watch.spentNs,
    free: () => Promise.resolve(),
  };
}

/**
 * Whole calls, then, with `perPass`, as many with the clock read between passes, but for short rows. Where nobody sees the
 * clock the same calls are both: others would cost rounds.
 */
function sampleBoth(
  workspace: Pick<Workspace, 'time'>,
  request: TimedRequest,
  { cell, sampleCount, perPass }: VisitRequest,
): Samples {
  if (!perPass || !timesPasses(cell.problem)) return sampleCell(workspace, request, sampleCount);
  const sampleByPass = (): Samples => sampleCell(workspace, { ...request, perPass }, sampleCount);
  if (hidesClock(cell)) return sampleByPass();
  const whole = sampleCell(workspace, request, sampleCount);
  return { ...whole, passDurationsNs: sampleByPass().passDurationsNs };
}
