import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SoftmaxBenchError } from '../errors.js';
import { cannotWrite, removeIfThere, systemCodeOf } from './file-system.js';
import { processOfTemporary, temporaryPathFor } from './temporary-path.js';

/** Name of the file that says which process writes into a folder. */
export const lockFileName = '.run.lock';

/**
 * Makes this process the only run that writes into the folder, and removes what killed runs left in it.
 * A lock whose process is gone, or whose process number now belongs to another one, is taken over.
 * @param folder exists and can be written.
 * @returns what gives the folder free again.
 * @throws SoftmaxBenchError when another run has it, or the file system refuses.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, lockFileName);
  const own = ownerText(process.pid);
  if (!tryCreate(path, own)) {
    const found = readOwner(path);
    if (found !== null && isRunning(found)) throw isTaken(folder, path, found);
    removeStale(path, found, folder);
    if (!tryCreate(path, own)) throw isTaken(folder, path, readOwner(path) ?? '');
  }
  for (const name of readdirSync(folder)) {
    const pid = processOfTemporary(name);
    if (pid !== null && !isAlive(pid)) removeIfThere(join(folder, name));
  }
  return () => {
    if (readOwner(path) === own) removeIfThere(path);
  };
}

/** Process number and, where the system tells it, when that process started: numbers are used again. */
function ownerText(pid: number): string {
  return `${pid} ${statOf(pid)?.startTime ?? 'unknown'}\n`;
}

/** Two fields of /proc/<pid>/stat, found behind the name, which may hold anything (proc(5)); null elsewhere. */
function statOf(pid: number): { readonly state: string; readonly startTime: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function isRunning(owner: string): boolean {
  const pid = pidOf(owner);
  // Cut short by a crash or a full disk: nobody's.
  return pid !== null && isAlive(pid) && ownerText(pid) === owner;
}

function isAlive(pid: number): boolean {
  // Killed, and not yet taken note of by its parent.
  if (statOf(pid)?.state === 'Z') return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is running all the same.
    return systemCodeOf(error) === 'EPERM';
  }
}

function pidOf(owner: string): number | null {
  const pid = Number(owner.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** Whether the lock is this process's now; false when there is one already. */
function tryCreate(path: string, own: string): boolean {
  try {
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    removeIfThere(path);
    throw cannotWrite(path, error);
  }
}

/**
 * Of several processes that find the same stale lock one renames it away. What it has then is not the
 * stale one if another was quicker, which gets it back.
 */
function removeStale(path: string, stale: string | null, folder: string): void {
  const asidePath = temporaryPathFor(path);
  try {
    renameSync(path, asidePath);
  } catch {
    // Renamed by another process, or given free, in the meantime.
    return;
  }
  const moved = readOwner(asidePath);
  if (moved === stale) rmSync(asidePath, { force: true });
  else {
    renameSync(asidePath, path);
    throw isTaken(folder, path, moved ?? '');
  }
}

function readOwner(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isTaken(folder: string, path: string, owner: string): SoftmaxBenchError {
  const pid = pidOf(owner);
  const who = pid === null ? 'another run' : `another run (process ${pid})`;
  return new SoftmaxBenchError(
    `${folder} is being written by ${who}; wait for it, choose another folder with --out, or delete ${path} if there is no such run`,
  );
}
