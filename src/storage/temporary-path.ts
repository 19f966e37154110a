import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/**
 * A path in the same folder for what becomes `path` once it is whole. No two are the same, also in
 * containers that share a folder and number their processes in the same way.
 */
export function temporaryPathFor(path: string): string {
  const token = randomBytes(4).toString('hex');
  return join(dirname(path), `.${basename(path)}.${process.pid}.${token}.tmp`);
}

/** The process that made the file of that name; null for a name that `temporaryPathFor` does not give. */
export function processOfTemporary(name: string): number | null {
  const [, pid] = /^\..*\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name) ?? [];
  return pid === undefined ? null : Number(pid);
}
