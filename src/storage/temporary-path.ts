import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { removeIfThere } from './file-system.js';
import { isAlive, placeOf, thisWriter } from './writer.js';

/** A file is temporary for seconds. One that this computer cannot judge is left alone for so long. */
const strangeFileMs = 24 * 3600 * 1000;

/**
 * A path in the same folder for what becomes `path` once it is whole. No two are the same, also in containers and
 * on machines that share a folder; and no name is longer than a file system takes.
 */
export function temporaryPathFor(path: string): string {
  const token = randomBytes(6).toString('hex');
  const name = `.softmax-bench-${placeOf(thisWriter())}-${process.pid}-${token}.tmp`;
  return join(dirname(path), name);
}

/** Removes the temporary files that killed processes left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (isLeftover(name, path)) removeIfThere(path);
  }
}

function isLeftover(name: string, path: string): boolean {
  const [, place, pid] = /^\.softmax-bench-([0-9a-f]+)-(\d+)-[0-9a-f]+\.tmp$/.exec(name) ?? [];
  if (pid === undefined) return false;
  if (place === placeOf(thisWriter())) return !isAlive(Number(pid));
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > strangeFileMs;
}
