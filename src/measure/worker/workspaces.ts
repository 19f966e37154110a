import type { Backend, Workspace } from '../../backends/backend.js';
import { messageOf } from '../../errors.js';
import type { Cell } from '../../model/cell.js';
import { groupBy } from '../../model/group-by.js';
import type { BackendSession } from '../../model/session.js';
import { executes } from '../../model/target-status.js';
import type { RegionRequest } from '../../plan/regions.js';
import { fillTiled } from './inputs.js';

/** The memory of one backend on one kind of pages, or why it could not be allocated. */
export interface OpenWorkspace {
  readonly backend: Backend;
  readonly region: RegionRequest;
  readonly memory: { readonly workspace: Workspace } | { readonly problem: string };
}

/**
 * Allocates the regions and fills every x with the tile. Without its reserved pages a region fails alone:
 * another program may have taken them since the plan was made.
 * @throws SoftmaxBenchError when memory on other pages cannot be allocated.
 */
export function openWorkspaces(
  backends: readonly Backend[],
  regions: readonly RegionRequest[],
  tile: Float32Array,
): readonly OpenWorkspace[] {
  return regions.map((region) => {
    const backend = backends.find(({ name }) => name === region.backend);
    if (backend === undefined) throw new Error(`the worker has no ${region.backend} backend`);
    const { xBytes, yBytes, pages } = region;
    try {
      const workspace = backend.allocate({ xBytes, yBytes, pages });
      fillTiled(workspace.x, tile);
      return { backend, region, memory: { workspace } };
    } catch (error) {
      if (pages !== 'hugetlb') throw error;
      return { backend, region, memory: { problem: messageOf(error) } };
    }
  });
}

/**
 * The backend that executes a cell, and its memory on the pages of the cell.
 * @throws Error that says why there is none.
 */
export function workspaceOf(
  workspaces: readonly OpenWorkspace[],
  { target, pages }: Cell,
): { readonly backend: Backend; readonly workspace: Workspace } {
  const found = workspaces.find(
    ({ backend, region }) => region.pages === pages && executes(backend, target),
  );
  if (found === undefined) throw new Error(`no open backend executes ${target} on ${pages} pages`);
  const { backend, memory } = found;
  if ('problem' in memory) throw new Error(memory.problem);
  return { backend, workspace: memory.workspace };
}

/** What a result says of each backend, with the pages that the system gave. */
export function describeBackends(workspaces: readonly OpenWorkspace[]): readonly BackendSession[] {
  return [...groupBy(workspaces, ({ backend }) => backend)].map(([backend, own]) => ({
    name: backend.name,
    origin: backend.origin,
    clock: backend.clock,
    denormals: backend.denormals,
    workspaces: own.flatMap(({ region, memory }) =>
      'problem' in memory
        ? []
        : [
            {
              pages: region.pages,
              pageSizeBytes: memory.workspace.pageSizeBytes,
              bytes: memory.workspace.x.byteLength + memory.workspace.y.byteLength,
              hugePageBytes: memory.workspace.hugePageBytes,
            },
          ],
    ),
  }));
}
