import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

import { messageOf, systemCodeOf } from '../errors.js';
import { printable } from '../printable.js';
import { formatBytes } from '../units.js';
import { ResultFileError } from './result-file-error.js';

/** In place of what Node says, which repeats the path. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  ELOOP: 'a symbolic link leads to itself',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EMFILE: 'too many open files',
};

const longestReason = 200;

/** Why the system refused something, in a few words. */
export function systemReason(error: unknown): string {
  return reasons[systemCodeOf(error)] ?? printable(messageOf(error), longestReason);
}

/** What may be read. */
export interface ReadLimits {
  readonly mostBytes: number;
  /** Whether a pipe may be read, which waits for whoever writes it. */
  readonly allowsPipe: boolean;
}

/**
 * The bytes of a file, looked at before it is opened: a device may never end.
 * @throws ResultFileError when it cannot be read, holds more, or is neither a file nor a pipe that may be read.
 */
export function readBytes(path: string, limits: ReadLimits): Buffer {
  return attemptRead(path, () => {
    const problem = kindProblem(statSync(path), limits);
    if (problem !== null) throw new ResultFileError(path, problem);
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = readUpTo(file, limits.mostBytes + 1, size);
      if (bytes.length <= limits.mostBytes) return bytes;
      throw new ResultFileError(path, tooLarge(limits));
    } finally {
      closeSync(file);
    }
  });
}

/** What `task` returns; what the system refuses as a ResultFileError. */
export function attemptRead<T>(path: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (error instanceof ResultFileError) throw error;
    throw new ResultFileError(path, `cannot be read: ${systemReason(error)}`);
  }
}

/** Why a path cannot be read at any position; null for a file. @throws Error when the system refuses. */
export function regularFileProblem(path: string): string | null {
  return kindProblem(statSync(path), { mostBytes: Infinity, allowsPipe: false });
}

function kindProblem(stats: Stats, limits: ReadLimits): string | null {
  if (stats.isFile()) return stats.size > limits.mostBytes ? tooLarge(limits) : null;
  if (stats.isDirectory()) return 'is a folder, expected a file';
  return limits.allowsPipe && stats.isFIFO() ? null : 'is not a regular file';
}

function tooLarge({ mostBytes }: ReadLimits): string {
  return `is larger than ${formatBytes(mostBytes)}`;
}

/** @param expected bytes of a file; a pipe has no size. */
function readUpTo(file: number, mostBytes: number, expected: number): Buffer {
  let bytes = Buffer.allocUnsafeSlow(Math.min(mostBytes, Math.max(expected + 1, 2 ** 16)));
  let length = 0;
  for (;;) {
    const count = readSync(file, bytes, length, bytes.length - length, null);
    length += count;
    if (count === 0 || length === mostBytes) return bytes.subarray(0, length);
    if (length < bytes.length) continue;
    const larger = Buffer.allocUnsafeSlow(Math.min(mostBytes, 2 * bytes.length));
    bytes.copy(larger);
    bytes = larger;
  }
}
