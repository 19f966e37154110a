import { parentPort } from 'node:worker_threads';

import { readRun, type ReadRequest, type ReadRun } from './read-run.js';
import type { ThreadReply } from './threads.js';

// A thread of `compare`: answers each request with the run that is there.

parentPort?.on('message', (request: ReadRequest) => {
  const reply: ThreadReply<ReadRun> = { output: readRun(request) };
  parentPort?.postMessage(reply);
});
