import type { Backend, Team, Workspace } from '../../backends/backend.js';
import { messageOf } from '../../errors.js';
import type { Cell, OwnCell } from '../../model/cell.js';
import { groupBy } from '../../model/group-by.js';
import type { BackendSession, ThreadTeamFacts } from '../../model/session.js';
import { executes } from '../../model/target-status.js';
import { threadingOf } from '../../model/threading.js';
import { totalBytes, type RegionRequest, type TeamRegion } from '../../plan/regions.js';
import { fillTiled } from './inputs.js';

/** Memory, and the threads that share it if there are several. */
type OpenMemory =
  | { readonly workspace: Workspace; readonly team: null }
  | { readonly workspace: Workspace; readonly team: Team; readonly facts: ThreadTeamFacts };

/** The memory of one backend on one kind of pages for one team, or why it could not be allocated. */
export interface OpenWorkspace {
  readonly backend: Backend;
  readonly region: RegionRequest;
  readonly memory: OpenMemory | { readonly problem: string };
}

/**
 * Allocates the regions and fills every x with the tile. Without its reserved pages a region fails alone:
 * another program may have taken them since the plan was made.
 * @throws SoftmaxBenchError when memory on other pages, or threads, cannot be had.
 */
export function openWorkspaces(
  backends: readonly Backend[],
  regions: readonly RegionRequest[],
  tile: Float32Array,
): readonly OpenWorkspace[] {
  return regions.map((region) => {
    const backend = backends.find(({ name }) => name === region.backend);
    if (backend === undefined) throw new Error(`the worker has no ${region.backend} backend`);
    try {
      return { backend, region, memory: openMemory(backend, region, tile) };
    } catch (error) {
      if (region.pages !== 'hugetlb') throw error;
      return { backend, region, memory: { problem: messageOf(error) } };
    }
  });
}

function openMemory(
  backend: Backend,
  { xBytes, yBytes, pages, team: planned }: RegionRequest,
  tile: Float32Array,
): OpenMemory {
  if (planned === null) {
    const workspace = backend.allocate({ xBytes, yBytes, pages });
    fillTiled(workspace.x, tile);
    return { workspace, team: null };
  }
  if (backend.allocateTeam === null) throw new Error(`${backend.name} has no threads`);
  const { cpus, scaling } = planned;
  const team = backend.allocateTeam({ xBytes, yBytes, pages, cpus, scaling });
  const workspace = team.withThreads(cpus.length);
  fillTiled(workspace.x, tile);
  team.spreadX();
  return { workspace, team, facts: factsOf(team, planned) };
}

function factsOf(
  team: Team,
  { placement, scaling, cpus, threadCounts }: TeamRegion,
): ThreadTeamFacts {
  const barriers = threadCounts.map((threadCount) => {
    return { threadCount, barrierNs: team.barrierNs(threadCount) };
  });
  return { placement, scaling, cpus, isPinned: team.isPinned, barriers };
}

/** What a cell is measured with. */
export interface CellWorkspace {
  readonly backend: Backend;
  /** With the threads of the cell. */
  readonly workspace: Workspace;
  /** Null for one thread. */
  readonly team: Team | null;
  /** The last-level caches of a team; null for one thread. */
  readonly cacheBytes: number | null;
}

/**
 * The backend that executes a cell, and the memory and threads of the cell.
 * @throws Error that says why there is none.
 */
export function workspaceOf(workspaces: readonly OpenWorkspace[], cell: OwnCell): CellWorkspace {
  const { target, pages, threadCount } = cell;
  const found = workspaces.find(
    ({ backend, region }) =>
      region.pages === pages && executes(backend, target) && isOfTeam(region.team, cell),
  );
  if (found === undefined) throw new Error(`no open backend executes ${cell.id}`);
  const { backend, region, memory } = found;
  if ('problem' in memory) throw new Error(memory.problem);
  const { workspace, team } = memory;
  return {
    backend,
    workspace: team === null ? workspace : team.withThreads(threadCount),
    team,
    cacheBytes: region.team?.cacheBytes ?? null,
  };
}

/**
 * The memory in which an external implementation is called: that of one thread of the backend.
 * @throws Error where there is none.
 */
export function workspaceBeside(
  workspaces: readonly OpenWorkspace[],
  backend: Backend,
  { id, pages }: Cell,
): Workspace {
  const found = workspaces.find(
    ({ region }) =>
      region.backend === backend.name && region.pages === pages && region.team === null,
  );
  if (found === undefined) throw new Error(`no memory is open for ${id}`);
  if ('problem' in found.memory) throw new Error(found.memory.problem);
  return found.memory.workspace;
}

function isOfTeam(team: TeamRegion | null, cell: OwnCell): boolean {
  const threading = threadingOf(cell);
  if (threading === null || team === null) return threading === team;
  const { placement, scaling, threadCount } = threading;
  return (
    team.placement === placement &&
    team.scaling === scaling &&
    team.threadCounts.includes(threadCount)
  );
}

/** Returns all memory, and ends the threads. */
export function closeWorkspaces(workspaces: readonly OpenWorkspace[]): void {
  for (const { memory } of workspaces) {
    if ('workspace' in memory) (memory.team ?? memory.workspace).free();
  }
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
              team: memory.team === null ? null : memory.facts,
              pageSizeBytes: memory.workspace.pageSizeBytes,
              bytes: totalBytes([region]),
              hugePageBytes: memory.workspace.hugePageBytes,
            },
          ],
    ),
  }));
}
