import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { SoftmaxBenchError } from '../errors.js';
import { requireNoLink } from '../storage/file-system.js';
import { lockFolder } from '../storage/lock.js';
import { prepareOutputFolder } from '../storage/store.js';
import { findRun } from './stored-run.js';

/**
 * Does a task in the folder of a run, which is created where it does not exist and locked meanwhile.
 * @throws SoftmaxBenchError when the file system refuses, a folder of figures is a link, or another run holds the lock.
 */
export async function inRunFolder<T>(folder: string, task: () => Promise<T>): Promise<T> {
  prepareOutputFolder(folder);
  // Reports would be refused these after everything was measured.
  const figureFolders = readdirSync(folder).filter((name) => name.startsWith('figures'));
  for (const name of figureFolders) requireNoLink(join(folder, name));
  const free = lockFolder(folder);
  try {
    return await task();
  } finally {
    free();
  }
}

/**
 * As `inRunFolder`, for a run that writes a result of its own.
 * @param overwrite whether a result that is already there may be lost.
 * @throws SoftmaxBenchError, too, when the folder holds a result that may not be lost, or a result.json
 * that cannot be read: nobody knows what would be lost with it.
 */
export async function inNewRunFolder<T>(
  folder: string,
  overwrite: boolean,
  task: () => Promise<T>,
): Promise<T> {
  return await inRunFolder(folder, async () => {
    const problem = overwriteProblem(folder);
    if (problem !== null && !overwrite) throw new SoftmaxBenchError(`${folder} ${problem}`);
    return await task();
  });
}

/** Null where there is no result, or an interrupted one without samples. */
function overwriteProblem(folder: string): string | null {
  const document = findRun(folder);
  if (document === null) return null;
  if (document.finishedAtUtc !== null) {
    return 'holds a finished result; choose another folder with --out, or overwrite it with --force';
  }
  const hasSamples = document.outcomes.some(({ status }) => status === 'measured');
  return hasSamples
    ? `holds an interrupted run; resume it with --resume ${folder}, choose another folder with --out, or overwrite it with --force`
    : null;
}
