import { SoftmaxBenchError } from '../errors.js';
import { controlGroupsOf } from './control-groups.js';
import { readTrimmed, type Host } from './host.js';

/** How many processes and threads a control group may have, and has. */
export interface ProcessLimit {
  readonly limitCount: number;
  readonly usedCount: number;
}

/** Of the group of this process and those above it the limit that is nearest; null without one. */
export function processLimitOf(host: Pick<Host, 'readText'>): ProcessLimit | null {
  const limits = controlGroupsOf(host, 'pids').flatMap(({ folder }) => {
    // `max` for none (Linux, cgroup-v1/pids).
    const limitCount = Number(readTrimmed(host, `${folder}/pids.max`) ?? NaN);
    const usedCount = Number(readTrimmed(host, `${folder}/pids.current`) ?? NaN);
    return limitCount >= 0 && usedCount >= 0 ? [{ limitCount, usedCount }] : [];
  });
  const free = (limit: ProcessLimit): number => limit.limitCount - limit.usedCount;
  return limits.sort((a, b) => free(a) - free(b))[0] ?? null;
}

/** What two processes of Node have, and some to spare. */
const recommendedCount = 32;

/** Threads that Node starts at once; with fewer it never ends to start, or aborts. */
const firstThreadCount = 8;

/** @throws SoftmaxBenchError where no measuring process can start, which would else wait for ever. */
export function requireFreeProcesses(host: Pick<Host, 'readText'>): void {
  const limit = processLimitOf(host);
  if (limit === null || limit.limitCount - limit.usedCount >= firstThreadCount) return;
  throw new SoftmaxBenchError(`cannot start a measuring process: ${processLimitText(limit)}`);
}

/** `limit of processes: 14 of 15 are in use (pids.max); raise it, ...`. */
export function processLimitText({ limitCount, usedCount }: ProcessLimit): string {
  return (
    `limit of processes: ${usedCount} of ${limitCount} are in use (pids.max). ` +
    `Raise it by ${recommendedCount}, for a container with --pids-limit`
  );
}
