import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { SoftmaxBenchError, exitCodes } from '../../errors.js';
import type { BackendSession } from '../../model/session.js';
import type { ProbingWorker } from '../../probe/probe-caches.js';
import type {
  OpenRequest,
  VisitRequest,
  VisitResult,
  WorkerReply,
  WorkerRequest,
} from './messages.js';

/** The worker process is gone. The message says how in a main clause: `the measuring process exited with code 3`. */
export class WorkerDeath extends Error {
  override readonly name = 'WorkerDeath';
}

/**
 * The parent's end of a worker. One request at a time. Every method rejects with `WorkerDeath` when
 * the worker dies before it answers, and with SoftmaxBenchError when the worker refuses.
 */
export interface WorkerClient {
  /** Loads the backends. Resolves to the worker's resident memory before it holds any buffer. */
  load(): Promise<number>;
  /** Allocates, touches and fills the buffers. */
  open(request: OpenRequest): Promise<readonly BackendSession[]>;
  /** Kills the worker when no answer comes within `timeoutMs`. */
  visit(request: VisitRequest, timeoutMs: number): Promise<VisitResult>;
  /** Frees the buffers and ends the worker, which is gone when it resolves to the most memory it held, in bytes. */
  close(): Promise<number>;
  /** Ends the worker at once, whatever it does. */
  kill(): void;
}

const workerPath = fileURLToPath(new URL('../worker/worker.js', import.meta.url));

/** A small young generation: garbage is collected often and fast, and memory stays as announced. */
const workerNodeFlags = ['--max-semi-space-size=1'];

/** Starts a worker process. `modulePath` is the script that it runs, and is for tests. */
export function forkWorker(modulePath = workerPath): WorkerClient & ProbingWorker {
  const child = fork(modulePath, { serialization: 'advanced', execArgv: workerNodeFlags });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', resolve);
  });
  const { ask, giveUp } = askerOf(child);
  return {
    load: async () => expectReply(await ask({ kind: 'load' }), 'loaded').residentBytes,
    probe: async (probe) => expectReply(await ask({ kind: 'probe', probe }), 'probed').measurement,
    open: async (open) => expectReply(await ask({ kind: 'open', open }), 'opened').backends,
    visit: async (visit, timeoutMs) => {
      const timer = setTimeout(() => {
        giveUp(`gave no answer within ${String(timeoutMs / 1000)} s`);
      }, timeoutMs);
      try {
        return expectReply(await ask({ kind: 'visit', visit }), 'visited').result;
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => {
      const { peakBytes } = expectReply(await ask({ kind: 'close' }), 'closed');
      child.disconnect();
      await exited;
      return peakBytes;
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Asks a worker, one request at a time; `giveUp` kills it, for that reason. */
function askerOf(child: ChildProcess) {
  let death: WorkerDeath | null = null;
  let killReason: string | null = null;
  let pending: {
    resolve: (reply: WorkerReply) => void;
    reject: (death: WorkerDeath) => void;
  } | null = null;
  const die = (reason: string) => {
    death ??= new WorkerDeath(`the measuring process ${killReason ?? reason}`);
    pending?.reject(death);
    pending = null;
  };
  child.on('message', (reply: WorkerReply) => {
    pending?.resolve(reply);
    pending = null;
  });
  child.on('error', (error) => {
    die(`did not start: ${error.message}`);
  });
  child.on('exit', (code, signal) => {
    die(signal === null ? `exited with code ${String(code)}` : killedBy(signal));
  });
  return {
    ask: async (request: WorkerRequest): Promise<WorkerReply> => {
      const reply = await new Promise<WorkerReply>((resolve, reject) => {
        if (death !== null) {
          reject(death);
          return;
        }
        pending = { resolve, reject };
        // A failed send means that the process is going: its exit event tells how.
        child.send(request, () => undefined);
      });
      if (reply.kind === 'refused') throw new SoftmaxBenchError(reply.message, exitCodes.failure);
      return reply;
    },
    giveUp: (reason: string): void => {
      killReason = reason;
      child.kill('SIGKILL');
    },
  };
}

/** Linux kills a process in this way when memory runs out, without any other sign. */
function killedBy(signal: NodeJS.Signals): string {
  return signal === 'SIGKILL'
    ? 'was killed by SIGKILL, perhaps because memory ran out'
    : `was killed by ${signal}`;
}

function expectReply<K extends WorkerReply['kind']>(
  reply: WorkerReply,
  kind: K,
): Extract<WorkerReply, { kind: K }> {
  if (reply.kind !== kind) throw new Error(`expected ${kind} from the worker, got ${reply.kind}`);
  return reply as Extract<WorkerReply, { kind: K }>;
}
