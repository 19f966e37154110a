import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { packageRoot } from '../package-root.js';
import { ResultFileError } from '../storage/result-file-error.js';
import type { ComparedRun } from './compared-run.js';
import { readComparedRun } from './reduced-store.js';

/** What a thread answers for each of its paths, in their order: the run, or what is wrong with the file. */
export type ReadAnswer = ComparedRun | { readonly path: string; readonly problem: string };

/** For fewer files threads take longer to start than they save. */
const fewestForThreads = 32;

/** Each holds a result, of megabytes, at a time. */
const mostThreads = 8;

/** `readComparedRun` of each file; of many files by threads. */
export async function readComparedRuns(
  paths: readonly string[],
): Promise<readonly (ComparedRun | ResultFileError)[]> {
  if (paths.length < fewestForThreads) return paths.map(readComparedRun);
  const count = Math.min(mostThreads, availableParallelism());
  const threads = Array.from({ length: count }, (_, thread) =>
    readInThread(paths.filter((_, index) => index % count === thread)),
  );
  const runs = await Promise.all(threads);
  return paths.map((_, index) => runs[index % count]![Math.floor(index / count)]!);
}

async function readInThread(
  paths: readonly string[],
): Promise<readonly (ComparedRun | ResultFileError)[]> {
  // From dist also in tests: a thread runs no TypeScript.
  const script = join(packageRoot(), 'dist', 'program', 'reading-thread.js');
  const thread = new Worker(script, { workerData: paths });
  const runs: (ComparedRun | ResultFileError)[] = [];
  thread.on('message', (answer: ReadAnswer) => {
    runs.push('problem' in answer ? new ResultFileError(answer.path, answer.problem) : answer);
  });
  await once(thread, 'exit');
  return runs;
}
