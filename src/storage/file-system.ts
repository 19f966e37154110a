import { lstatSync, rmSync, statSync, type BigIntStats } from 'node:fs';

import { SoftmaxBenchError, exitCodes, messageOf, systemCodeOf } from '../errors.js';

/** What is wrong and what to do, where the last remedy is another place for the output. */
const movedAdvice: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; ',
  EPERM: 'permission denied; ',
  EROFS: 'the file system is read-only; ',
  ENOSPC: 'no space left on the device; free some or ',
  EDQUOT: 'the disk quota is used up; free some or ',
  ENOENT: 'the folder does not exist or cannot be created; ',
  EEXIST: 'it exists and is not a folder; ',
  EFBIG: 'the largest size of a file is reached; raise it with ulimit -f, or ',
};

const otherAdvice: Readonly<Record<string, string>> = {
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links lead round in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** Why the file system refused to write, with what to do about it. */
export function cannotWrite(
  path: string,
  error: unknown,
  exitCode: number = exitCodes.usage,
): SoftmaxBenchError {
  return new SoftmaxBenchError(`cannot write ${path}: ${reasonOfWriteError(error)}`, exitCode);
}

/**
 * Why something could not be written, without what it was.
 * @param move how the output gets another place.
 */
export function reasonOfWriteError(
  error: unknown,
  move = 'choose another folder with --out',
): string {
  const code = systemCodeOf(error);
  const advice = movedAdvice[code];
  return advice === undefined ? (otherAdvice[code] ?? messageOf(error)) : advice + move;
}

/** Of what a path leads to; undefined where that is nothing, or the system does not say. */
export function statIfThere(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // Whoever opens it is told why.
    return undefined;
  }
}

/** The same for all paths of one file. */
export function fileKeyOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

/**
 * For a folder that nobody named: what is written goes nowhere else.
 * @throws SoftmaxBenchError where it is a symbolic link.
 */
export function requireNoLink(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new SoftmaxBenchError(
    `${folder} is a link to elsewhere: remove it, or choose another folder with --out`,
  );
}

/** Leaves it at the attempt: whatever prevented the writing may prevent this too, and is told. */
export function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing to add to the error that is on its way.
  }
}
