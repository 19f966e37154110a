import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Writes the checksum of an addon beside it, where `isIntact` looks for it. */
export function writeChecksum(addonPath: string): void {
  writeFileSync(checksumPath(addonPath), checksumOf(addonPath));
}

/**
 * Whether the addon is there and is what was built. One that was cut short or damaged is not a thing to try:
 * loading it can end the process by a signal. Takes some milliseconds.
 * @throws Error when a file is there and cannot be read.
 */
export function isIntact(addonPath: string): boolean {
  const path = checksumPath(addonPath);
  if (!existsSync(addonPath) || !existsSync(path)) return false;
  return readFileSync(path, 'utf8') === checksumOf(addonPath);
}

function checksumPath(addonPath: string): string {
  return `${addonPath}.sha256`;
}

function checksumOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
