import { parentPort, workerData } from 'node:worker_threads';

import { ResultFileError } from '../storage/result-file-error.js';
import type { ReadAnswer } from './read-compared-runs.js';
import { readComparedRun } from './reduced-store.js';

// A thread of `readComparedRuns`.

for (const path of workerData as readonly string[]) {
  const run = readComparedRun(path);
  const answer: ReadAnswer = run instanceof ResultFileError ? { path, problem: run.problem } : run;
  parentPort!.postMessage(answer);
}
