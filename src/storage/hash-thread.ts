import { parentPort, workerData } from 'node:worker_threads';

import { sha256Of } from './file-hash.js';

// The thread of `sha256OfEach`.

parentPort!.postMessage((workerData as readonly string[]).map(sha256Of));
