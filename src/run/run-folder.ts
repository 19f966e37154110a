import { join } from 'node:path';

import { lockFolder } from '../storage/lock.js';
import { findDocument, prepareOutputFolder, resultFileName } from '../storage/store.js';
import { SoftmaxBenchError } from '../errors.js';

/**
 * Does a task in the folder of a run, which is created if need be and belongs to the task meanwhile.
 * @throws SoftmaxBenchError when the file system refuses or another run holds the folder.
 */
export async function inRunFolder<T>(folder: string, task: () => Promise<T>): Promise<T> {
  prepareOutputFolder(folder);
  const free = lockFolder(folder);
  try {
    return await task();
  } finally {
    free();
  }
}

/** As `inRunFolder`. @throws SoftmaxBenchError, too, when the folder holds an interrupted run. */
export async function inNewRunFolder<T>(folder: string, task: () => Promise<T>): Promise<T> {
  return await inRunFolder(folder, async () => {
    if (holdsUnfinishedWork(folder)) {
      throw new SoftmaxBenchError(
        `${folder} holds an interrupted run; go on with it by --resume ${folder}, choose another folder with --out, or delete ${join(folder, resultFileName)}`,
      );
    }
    return await task();
  });
}

/** Whether there are samples that a new run would overwrite before anybody has seen a report of them. */
function holdsUnfinishedWork(folder: string): boolean {
  const document = findDocument(folder);
  return (
    document?.finishedAtUtc === null &&
    document.outcomes.some(({ status }) => status === 'measured')
  );
}
