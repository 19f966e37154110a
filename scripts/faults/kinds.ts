import { spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { controlGroupsOf } from '../../src/machine/control-groups.js';
import { readText } from '../../src/machine/host.js';

/** A run in whose processes a fault is injected. */
interface Victim {
  readonly child: ChildProcess;
  /** The file system that it writes to; null where none can be mounted. */
  readonly mountedFolder: string | null;
  /** The control group that it is in; null where none can be made. */
  readonly group: string | null;
  /** Resolves when the run has ended. */
  readonly ended: Promise<unknown>;
  readonly random: () => number;
}

/** What can happen to a run while it measures. */
export interface FaultKind {
  readonly name: string;
  /** What `preload.ts` is told. */
  readonly preload?: string;
  readonly inject?: (victim: Victim) => Promise<void>;
  readonly requires?: 'mount' | 'group';
}

/** A run that noticed that its disk is full has ended by then. */
const fullDiskMs = 3000;
const stillMs = 300;

export const faultKinds: readonly FaultKind[] = [
  {
    name: 'worker killed',
    inject: ({ child }) => {
      const worker = workerOf(child);
      if (worker !== null) kill(worker);
      return Promise.resolve();
    },
  },
  {
    name: 'parent killed',
    inject: ({ child }) => {
      kill(child.pid);
      return Promise.resolve();
    },
  },
  {
    name: 'both killed',
    inject: ({ child }) => {
      kill(child.pid === undefined ? undefined : -child.pid);
      return Promise.resolve();
    },
  },
  { name: 'disk full', requires: 'mount', inject: fillDisk },
  { name: 'memory taken away', requires: 'group', inject: takeMemory },
  {
    name: 'stood still',
    inject: async ({ child }) => {
      kill(-child.pid!, 'SIGSTOP');
      await sleep(stillMs);
      kill(-child.pid!, 'SIGCONT');
    },
  },
  { name: 'wrong answer', preload: 'wrong' },
  { name: 'late answer', preload: 'late' },
  { name: 'answer twice', preload: 'twice' },
  { name: 'clock jump', preload: 'clock' },
];

/** Without effect on a process that has ended. */
export function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Mounts a small file system in memory there; false where that is not allowed. */
export function mountSmall(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status === 0;
}

/** A control group for a run; null where that is not allowed. */
export function makeGroup(): string | null {
  const own = controlGroupsOf({ readText }, 'memory').find(
    ({ folder }) => readText(join(folder, 'cgroup.procs')) !== null,
  );
  if (own === undefined) return null;
  const folder = join(own.folder, `softmax-bench-faults-${process.pid}`);
  try {
    mkdirSync(folder);
    if (limitFileOf(folder) !== null) return folder;
    rmdirSync(folder);
  } catch {
    // Not allowed.
  }
  return null;
}

/** The measuring process, which is the only child of a run; null while there is none. Linux only. */
function workerOf({ pid }: ChildProcess): number | null {
  const children = readText(`/proc/${pid}/task/${pid}/children`)?.trim() ?? '';
  return children === '' ? null : Number(children.split(' ')[0]);
}

/** Leaves some bytes of the disk, so that another write fails each time. */
async function fillDisk({ mountedFolder, ended, random, child }: Victim): Promise<void> {
  const path = join(mountedFolder!, 'filling');
  const block = Buffer.alloc(1 << 16);
  let size = 0;
  try {
    for (;;) {
      writeFileSync(path, block, { flag: 'a' });
      size += block.length;
    }
  } catch {
    truncateSync(path, Math.max(0, size - Math.floor(random() * 48 * 1024)));
  }
  await Promise.race([ended, sleep(fullDiskMs, null, { ref: false })]);
  kill(child.pid);
  await ended;
  rmSync(path);
}

/** Allows the group half of what it holds, until the system has killed what holds it. */
async function takeMemory({ group, child, ended }: Victim): Promise<void> {
  const limitFile = limitFileOf(group!)!;
  const unlimited = readFileSync(limitFile, 'utf8');
  const worker = workerOf(child);
  const pages = Number(readText(`/proc/${worker ?? child.pid}/statm`)?.split(' ')[1] ?? 0);
  try {
    writeFileSync(limitFile, String(Math.max(1, pages) * 2048));
  } catch {
    // Busy: the kernel could not push the group below it yet.
  }
  await Promise.race([ended, sleep(stillMs, null, { ref: false })]);
  writeFileSync(limitFile, unlimited.trim() === 'max' ? 'max' : '-1');
}

function limitFileOf(group: string): string | null {
  const paths = ['memory.max', 'memory.limit_in_bytes'].map((name) => join(group, name));
  return paths.find((path) => readText(path) !== null) ?? null;
}
