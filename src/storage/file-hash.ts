import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { mostResultBytes } from '../model/bounds.js';
import { packageRoot } from '../package-root.js';

const partBytes = 2 ** 16;

/** More would wait for the disk. */
const mostThreads = 4;

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

/** For fewer files threads take longer to start than they save. */
const fewestForThreads = 32;

/** `sha256Of` of each file; of many files by threads, while the caller goes on. */
export async function sha256OfEach(paths: readonly string[]): Promise<readonly (string | null)[]> {
  if (paths.length < fewestForThreads) return paths.map(sha256Of);
  const share = Math.ceil(paths.length / Math.min(availableParallelism(), mostThreads));
  // From dist also in tests: a thread runs no TypeScript.
  const script = join(packageRoot(), 'dist', 'src', 'storage', 'hash-thread.js');
  const starts = Array.from({ length: Math.ceil(paths.length / share) }, (_, part) => part * share);
  const hashes = starts.map(async (start) => {
    const thread = new Worker(script, { workerData: paths.slice(start, start + share) });
    const [own] = (await once(thread, 'message')) as [readonly (string | null)[]];
    return own;
  });
  return (await Promise.all(hashes)).flat();
}
