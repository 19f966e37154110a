import { readFileSync } from 'node:fs';

import { cpusInList } from '../machine/cpu-list.js';

/** CPUs for so many threads: the first two that this process may use, in turn, so that threads must share them. */
export function cpusForTeam(threadCount: number): readonly number[] {
  const allowed = process.platform === 'linux' ? cpusInList(allowedList('self')) : [0, 1];
  const used = allowed.slice(0, 2);
  return Array.from({ length: threadCount }, (_, thread) => used[thread % used.length]!);
}

/**
 * The CPUs that a thread may run on, as Linux lists them.
 * @param task `self` for the process, or `self/task/<number>`
 */
export function allowedList(task: string): string {
  const status = readFileSync(`/proc/${task}/status`, 'utf8');
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)![1]!;
}
