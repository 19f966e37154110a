import { fork, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { join } from 'node:path';

import { SoftmaxBenchError, exitCodes, messageOf, systemCodeOf } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import { totalBytes } from '../../plan/regions.js';
import type { ProbingWorker } from '../../probe/probe-caches.js';
import { activeTimeout } from '../../machine/active-clock.js';
import { isReplyTo } from './check-reply.js';
import { exitText, faultClause, faultDescriptor } from './fault-report.js';
import type {
  Numbered,
  OpenedMeasurer,
  OpenRequest,
  VisitRequest,
  WorkerReply,
  WorkerRequest,
} from './messages.js';
import type { VisitResult } from './visit-result.js';

/** The worker process is gone. The message says how in a main clause: `the measuring process exited with code 3`. */
export class WorkerDeath extends Error {
  override readonly name = 'WorkerDeath';

  constructor(
    message: string,
    readonly kind: DeathKind = 'crash',
  ) {
    super(message);
  }
}

/**
 * `stuck` gave no answer in time; `crash` is an end that the visit may have brought about; `outside` is what it hardly
 * did: a signal that no fault sends, or an answer that makes no sense.
 */
export type DeathKind = 'stuck' | 'crash' | 'outside';

/**
 * The parent's end of a worker. One request at a time. Every method rejects with `WorkerDeath` when
 * the worker dies before it answers, and with SoftmaxBenchError when the worker refuses.
 */
export interface WorkerClient {
  /** Loads the backends. Resolves to the worker's resident memory before it holds any buffer. */
  load(): Promise<number>;
  /** Allocates, touches and fills the buffers, and opens the libraries. */
  open(request: OpenRequest): Promise<OpenedMeasurer>;
  /**
   * One visit after the other, without a word between them: a message costs as much as a short visit. Kills the worker when no
   * answer comes within `timeoutMs`, of which time that stands still is no part.
   */
  visit(requests: readonly VisitRequest[], timeoutMs: number): Promise<readonly VisitResult[]>;
  /** Frees the buffers and ends the worker, which is gone when it resolves to the most memory that it and its libraries held, in bytes. */
  close(): Promise<number>;
  /** Ends the worker at once, whatever it does; it is gone when it resolves. */
  kill(): Promise<void>;
}

/** As it was bundled. */
const workerPath = join(packageRoot(), 'dist', 'program', 'worker.js');

/** A small young generation: garbage is collected often and fast, and memory stays as announced. */
const workerNodeFlags = ['--max-semi-space-size=1'];

/** What starting, and freeing all memory, may take: some seconds in an emulator. */
const startTimeoutMs = 60_000;

/** Memory that is given and filled more slowly than this is not worth waiting for. */
const slowestFillBytesPerMs = 10_000;

/** How a worker is started; for tests. */
export interface ForkOptions {
  /** The script that it runs. */
  readonly modulePath?: string;
  readonly startTimeoutMs?: number;
}

/**
 * Starts a worker process. It is killed when it does not start, open its buffers, probe or close in a generous time.
 * @throws WorkerDeath when the system refuses at once.
 */
export function forkWorker(options: ForkOptions = {}): WorkerClient & ProbingWorker {
  const limitMs = options.startTimeoutMs ?? startTimeoutMs;
  const child = start(options.modulePath ?? workerPath);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', resolve);
    // Of a process that does not start there is no exit.
    child.once('error', () => resolve());
  });
  const ask = askerOf(child);
  return {
    load: async () => expectReply(await ask({ kind: 'load' }, limitMs), 'loaded').residentBytes,
    probe: async (probe) =>
      expectReply(await ask({ kind: 'probe', probe }, limitMs), 'probed').measurement,
    open: async (open) => {
      const openLimitMs = limitMs + totalBytes(open.regions) / slowestFillBytesPerMs;
      return expectReply(await ask({ kind: 'open', open }, openLimitMs), 'opened').opened;
    },
    visit: async (visits, timeoutMs) =>
      expectReply(await ask({ kind: 'visit', visits }, timeoutMs), 'visited').results,
    close: async () => {
      const { peakBytes } = expectReply(await ask({ kind: 'close' }, limitMs), 'closed');
      child.disconnect();
      await exited;
      return peakBytes;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function start(modulePath: string): ChildProcess {
  try {
    return fork(modulePath, {
      serialization: 'advanced',
      execArgv: workerNodeFlags,
      // The last is for faults, of which a process that dies can send no message.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc', 'pipe'],
    });
  } catch (error) {
    throw new WorkerDeath(`the measuring process did not start: ${startReason(error)}`);
  }
}

/** Why the system started no process (fork(2), execve(2)). */
function startReason(error: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `${process.execPath} is not there any more`,
    EACCES: `${process.execPath} may not be executed`,
    EAGAIN: 'the limit of processes is reached',
    EMFILE: 'the limit of open files is reached',
    ENFILE: 'the limit of open files is reached',
    ENOMEM: 'memory ran out',
  };
  return reasons[systemCodeOf(error)] ?? messageOf(error);
}

/** A request that waits for its answer. */
interface Pending {
  readonly request: Numbered<WorkerRequest>;
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (death: WorkerDeath) => void;
}

/**
 * Asks a worker, one request at a time. It is killed when no answer comes within the limit, and when the answer is
 * wrong: whatever it says later would be no better.
 */
function askerOf(child: ChildProcess) {
  let death: WorkerDeath | null = null;
  let killed: { readonly reason: string; readonly kind: DeathKind } | null = null;
  let pending: Pending | null = null;
  let requestCount = 0;
  const kill = (reason: string, kind: DeathKind): void => {
    killed ??= { reason, kind };
    child.kill('SIGKILL');
  };
  const die = (reason: string, kind: DeathKind) => {
    const last = killed ?? { reason, kind };
    death ??= new WorkerDeath(`the measuring process ${last.reason}`, last.kind);
    pending?.reject(death);
    pending = null;
  };
  child.on('message', (reply: Partial<Numbered<WorkerReply>> | null) => {
    if (pending === null || killed !== null || reply?.id !== pending.request.id) return;
    if (!isReplyTo(pending.request, reply)) {
      kill(`answered "${pending.request.kind}" wrongly`, 'outside');
      return;
    }
    pending.resolve(reply);
    pending = null;
  });
  child.on('error', (error) => {
    die(`did not start: ${startReason(error)}`, 'outside');
  });
  const faultText = faultTextOf(child);
  child.on('exit', (code, signal) => {
    void faultText.then((text) => {
      const reason = signal === null ? exitText(code) : killedBy(signal);
      const fault = faultClause(text);
      die(fault === null ? reason : `${reason}: ${fault}`, kindOf(signal));
    });
  });
  return async (request: WorkerRequest, limitMs: number): Promise<WorkerReply> => {
    requestCount += 1;
    const numbered = { ...request, id: requestCount };
    const cancel = activeTimeout(() => {
      kill(`gave no answer within ${Number((limitMs / 1000).toPrecision(3))} s`, 'stuck');
    }, limitMs);
    try {
      const reply = await new Promise<WorkerReply>((resolve, reject) => {
        if (death !== null) {
          reject(death);
          return;
        }
        pending = { request: numbered, resolve, reject };
        // A failed send means that the process is going: its exit event tells how.
        child.send(numbered, () => undefined);
      });
      if (reply.kind === 'refused') throw new SoftmaxBenchError(reply.message, exitCodes.failure);
      return reply;
    } finally {
      cancel();
    }
  };
}

/**
 * What it tells of a fault, which may still be on its way when it has ended. Node emits no `close` of the process after
 * a `disconnect` from this side.
 */
function faultTextOf(child: ChildProcess): Promise<string> {
  const faults = child.stdio[faultDescriptor] as Readable | null | undefined;
  if (faults == null) return Promise.resolve('');
  return new Promise((resolve) => {
    let all = '';
    faults.setEncoding('utf8').on('data', (text: string) => (all += text));
    faults.once('close', () => {
      resolve(all);
    });
  });
}

/** Nothing that a kernel does wrong sends one of these. */
function kindOf(signal: NodeJS.Signals | null): DeathKind {
  const isFromOutside = signal !== null && ['SIGKILL', 'SIGTERM', 'SIGHUP'].includes(signal);
  return isFromOutside ? 'outside' : 'crash';
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
