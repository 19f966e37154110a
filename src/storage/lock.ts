import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SoftmaxBenchError, systemCodeOf } from '../errors.js';
import { cannotWrite, removeIfThere } from './file-system.js';
import { removeLeftovers, temporaryPathFor } from './temporary-path.js';
import { stateOf, thisWriter, type Writer } from './writer.js';

/** Name of the file that says which process writes into a folder. */
export const lockFileName = '.run.lock';

/**
 * Makes this process the only run that writes into the folder, and removes what killed runs left in it.
 * A lock whose process is gone, or whose process number now belongs to another one, is taken over; that of another
 * container or machine, whose processes nobody here can see, is not.
 * @param folder exists and can be written.
 * @returns what gives the folder free again.
 * @throws SoftmaxBenchError when another run has it, or the file system refuses.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, lockFileName);
  const own = lockText(thisWriter());
  if (!tryCreate(path, own)) {
    requireFile(path);
    const found = readText(path);
    const writer = found === null ? null : writerOf(found);
    // A lock that a crash or a full disk cut short is nobody's.
    if (writer !== null && stateOf(writer) !== 'gone') throw isTaken(folder, path, writer);
    removeStale(path, found, folder);
    if (!tryCreate(path, own)) throw isTaken(folder, path, writerOf(readText(path) ?? ''));
  }
  removeLeftovers(folder);
  return () => {
    if (readText(path) === own) removeIfThere(path);
  };
}

/** @throws SoftmaxBenchError for a folder, a pipe or anything else that no run made: to read it might never end. */
function requireFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== false) return;
  throw new SoftmaxBenchError(`${path} is no regular file: remove it, or choose another folder`);
}

/** The token is for two locks of one process. */
function lockText({ pid, startTime, machine, boot, namespace }: Writer): string {
  const token = randomBytes(8).toString('hex');
  return `${[pid, startTime, machine, boot, namespace, token].join(' ')}\n`;
}

function writerOf(text: string): Writer | null {
  const [, pid, startTime, machine, boot, namespace] =
    /^([1-9]\d*) (\S+) (\S+) (\S+) (\S+) [0-9a-f]+\n$/.exec(text) ?? [];
  if (!startTime || !machine || !boot || !namespace) return null;
  return { pid: Number(pid), startTime, machine, boot, namespace };
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
  const moved = readText(asidePath);
  if (moved === stale) rmSync(asidePath, { force: true });
  else {
    renameSync(asidePath, path);
    throw isTaken(folder, path, writerOf(moved ?? ''));
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isTaken(folder: string, path: string, writer: Writer | null): SoftmaxBenchError {
  const isElsewhere = writer !== null && stateOf(writer) === 'unknown';
  const where = isElsewhere ? ', in another container or on another machine' : '';
  const who = writer === null ? 'another run' : `another run (process ${writer.pid}${where})`;
  return new SoftmaxBenchError(
    `${folder} is being written by ${who}; wait for it, choose another folder with --out, or delete ${path} if there is no such run`,
  );
}
