import { parentPort } from 'node:worker_threads';

import { SoftmaxBenchError } from '../errors.js';
import { exportRows, type ExportedRows, type ExportRequest } from './export-rows.js';
import type { ThreadReply } from './threads.js';

// A thread of `export`: answers each request with the rows of that result.

parentPort?.on('message', (request: ExportRequest) => {
  parentPort?.postMessage(replyTo(request));
});

function replyTo(request: ExportRequest): ThreadReply<ExportedRows> {
  try {
    return { output: exportRows(request) };
  } catch (error) {
    if (error instanceof SoftmaxBenchError) {
      return { message: error.message, exitCode: error.exitCode };
    }
    throw error;
  }
}
