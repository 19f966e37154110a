import { parentPort } from 'node:worker_threads';

import { readRun, type ReadRun } from './read-runs.js';
import type { ThreadReply } from './threads.js';

// A thread of `compare`: answers each path with the run that is there.

parentPort?.on('message', (path: string) => {
  const reply: ThreadReply<ReadRun> = { output: readRun(path) };
  parentPort?.postMessage(reply);
});
