import { SoftmaxBenchError } from '../../errors.js';
import type { Team, TeamRequest, Workspace } from '../backend.js';
import { addonRowsOf, type Addon, type AddonTeam } from './addon.js';
import { memoryProblem, type Resolve } from './workspace.js';

/**
 * Threads of the addon, and memory that they touched.
 * @throws SoftmaxBenchError when the memory, its pages or the threads cannot be had.
 */
export function createNativeTeam(addon: Addon, resolve: Resolve, request: TeamRequest): Team {
  const team = addon.allocateTeam(request);
  if (typeof team === 'string') throw new SoftmaxBenchError(reasonOf(team, request));
  const { handle } = team;
  const free = (): void => addon.freeTeam(team);
  return {
    isPinned: team.isPinned,
    barrierNs: (threadCount) => addon.barrierNs(handle, { threadCount }),
    spreadX: () => addon.spreadX(handle),
    clearY: (elementCount) => addon.clearY(handle, { elementCount }),
    differingThread: (elementCount, threadCount) =>
      addon.differingThread(handle, { elementCount, threadCount }) || null,
    withThreads: (threadCount) => workspaceOf(addon, resolve, team, threadCount, free),
    free,
  };
}

function workspaceOf(
  addon: Addon,
  resolve: Resolve,
  team: AddonTeam,
  threadCount: number,
  free: () => void,
): Workspace {
  return {
    x: new Float32Array(team.x),
    y: new Float32Array(team.y),
    pageSizeBytes: team.pageSizeBytes,
    hugePageBytes: team.hugePageBytes,
    execute(target, passes, problem) {
      const request = { ...resolve(target, passes), ...addonRowsOf(problem), threadCount };
      return addon.executeInTeam(team.handle, request);
    },
    time({ target, passes, problem, ...loop }) {
      const request = { ...loop, ...addonRowsOf(problem), ...resolve(target, passes), threadCount };
      const [durationNs, ...others] = addon.timeInTeam(team.handle, request);
      return {
        durationNs: durationNs!,
        passDurationsNs: loop.perPass ? others.slice(0, passes.length) : null,
        threadDurationsNs: others.slice(-threadCount),
      };
    },
    free,
  };
}

function reasonOf(missing: 'memory' | 'threads', request: TeamRequest): string {
  const { xBytes, yBytes, pages, cpus, scaling } = request;
  if (missing === 'threads') {
    return `cannot start ${cpus.length} threads: choose fewer, or allow more processes (ulimit -u)`;
  }
  const setCount = scaling === 'weak' ? cpus.length : 1;
  return memoryProblem(setCount * (xBytes + yBytes), pages);
}
