import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { packageRoot } from '../package-root.js';

const partBytes = 2 ** 16;

/** SHA-256 of a file, in hexadecimal digits; null when it cannot be read. */
export function sha256Of(path: string): string | null {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafeSlow(partBytes);
  try {
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

/** For fewer files a thread takes longer to start than it saves. */
const fewestForThread = 32;

/** `sha256Of` of each file, for many files in a thread of its own, while the caller goes on. */
export async function sha256OfEach(paths: readonly string[]): Promise<readonly (string | null)[]> {
  if (paths.length < fewestForThread) return paths.map(sha256Of);
  // From dist also in tests: a thread runs no TypeScript.
  const script = join(packageRoot(), 'dist', 'src', 'storage', 'hash-thread.js');
  const [hashes] = (await once(new Worker(script, { workerData: paths }), 'message')) as [
    readonly (string | null)[],
  ];
  return hashes;
}
