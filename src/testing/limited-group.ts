import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { controlGroupsOf } from '../machine/control-groups.js';
import { readText } from '../machine/host.js';
import { until } from './run-process.js';

/** A control group of its own, for what tests start in it. */
export interface LimitedGroup {
  readonly folder: string;
  /** A command that runs another one in the group. */
  readonly command: (command: readonly string[]) => string[];
  /** Waits until the group is empty. */
  readonly remove: () => Promise<void>;
}

let groupCount = 0;

/**
 * A group below that of this process; null where that is not allowed, as for users that are not root.
 * @param limits by the name of the file, of cgroup v1 or v2: those that are not there are left out.
 * @param parent to make it below that group.
 */
export function limitedGroup(
  controller: 'memory' | 'pids',
  limits: Readonly<Record<string, number>>,
  parent?: LimitedGroup,
): LimitedGroup | null {
  const own = controlGroupsOf({ readText }, controller)
    .map(({ folder }) => folder)
    .find((folder) => readText(join(folder, 'cgroup.procs')) !== null);
  const above = parent?.folder ?? own;
  if (above === undefined) return null;
  groupCount += 1;
  const folder = join(above, `softmax-bench-test-${process.pid}-${groupCount}`);
  try {
    mkdirSync(folder);
  } catch {
    return null;
  }
  const isLimited = Object.entries(limits).map(([name, limit]) => isWritten(folder, name, limit));
  if (isLimited.length > 0 && !isLimited.includes(true)) {
    rmdirSync(folder);
    return null;
  }
  return {
    folder,
    command: (command) => [
      'bash',
      '-c',
      `echo $$ > ${folder}/cgroup.procs && exec "$@"`,
      '-',
      ...command,
    ],
    remove: async () => {
      await until(() => readFileSync(join(folder, 'cgroup.procs'), 'utf8') === '');
      rmdirSync(folder);
    },
  };
}

function isWritten(folder: string, name: string, limit: number): boolean {
  const path = join(folder, name);
  if (readText(path) === null) return false;
  writeFileSync(path, String(limit));
  return true;
}
