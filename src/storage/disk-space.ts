import { statfsSync, statSync } from 'node:fs';

import { SoftmaxBenchError } from '../errors.js';
import { printable } from '../printable.js';
import { formatBytes } from '../units.js';

/**
 * Refuses a folder on a file system without so much room for a file that is written anew at times: the new one is there
 * before the old one goes. A quota is not seen.
 * @param path of the file, which may be there already; its folder is there.
 * @param otherBytes for the files beside it.
 * @throws SoftmaxBenchError where the system says that there is less; nothing where it does not say.
 */
export function requireDiskSpace(
  folder: string,
  path: string,
  fileBytes: number,
  otherBytes: number,
): void {
  const freeBytes = freeBytesOf(folder);
  const ownBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const requiredBytes = 2 * fileBytes + otherBytes - ownBytes;
  if (freeBytes === null || freeBytes >= requiredBytes) return;
  throw new SoftmaxBenchError(
    `${printable(folder)}: ${formatBytes(freeBytes)} free, the run writes up to ` +
      `${formatBytes(requiredBytes)}: free some or choose another folder with --out`,
  );
}

function freeBytesOf(folder: string): number | null {
  try {
    const { blocks, bavail, bsize } = statfsSync(folder);
    // Some file systems of a network or of user space count no blocks.
    return blocks === 0 ? null : bavail * bsize;
  } catch {
    return null;
  }
}
