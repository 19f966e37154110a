import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';

import { mostResultBytes } from '../model/bounds.js';

const partBytes = 2 ** 16;

/** SHA-256 of bytes, in hexadecimal digits. */
export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a file, in hexadecimal digits; null when it cannot be read, is no file or larger than any result. */
export function sha256Of(path: string): string | null {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafeSlow(partBytes);
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > mostResultBytes) return null;
    const file = openSync(path, 'r');
    try {
      for (let count = -1; count !== 0;) {
        count = readSync(file, part);
        hash.update(part.subarray(0, count));
      }
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
  return hash.digest('hex');
}
