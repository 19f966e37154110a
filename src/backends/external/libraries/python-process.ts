import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';

import { SoftmaxBenchError, exitCodes, systemCodeOf } from '../../../errors.js';
import { activeTimeout } from '../../../machine/active-clock.js';
import { packageRoot } from '../../../package-root.js';
import { PythonReplyReader, type PythonReply } from './python-replies.js';

/** A Python that calls one library. It answers one request at a time, and dies with this process. */
export interface PythonProcess {
  /**
   * @param body the bytes behind the request.
   * @param into takes the bytes of the reply, and is as long as they are at most.
   * @throws SoftmaxBenchError, in one line, when Python refuses, dies, hangs or talks nonsense.
   */
  ask(request: PythonRequest, body?: Uint8Array, into?: Buffer): Promise<PythonReply>;
  close(): Promise<void>;
}

/** What `worker.py` does, by the names of its methods. */
type PythonRequest =
  | { readonly do: 'load'; readonly library: string }
  | {
      readonly do: 'input';
      /** Of the body, which x repeats. */
      readonly bytes: number;
      /** Of x, and of y. */
      readonly arrayBytes: number;
      readonly hugePages: boolean;
    }
  | {
      readonly do: 'prepare';
      readonly operation: string;
      readonly rows: number;
      readonly columns: number;
      readonly threads: number;
      /** In base64. */
      readonly model: string | null;
    }
  | { readonly do: 'execute' }
  | { readonly do: 'peak' }
  | { readonly do: 'time'; readonly calls: number };

/** How a Python is started; for tests. */
export interface PythonOptions {
  readonly script?: string;
  readonly answerLimitMs?: number;
}

const workerScript = join(
  packageRoot(),
  'src',
  'backends',
  'external',
  'libraries',
  'python',
  'worker.py',
);

/** Longer than any call or import takes. */
const longestAnswerMs = 120_000;

/** Of standard error, whose last line often says why a process ended. */
const keptErrorLetters = 4000;

/** Starts a Python. What it lacks is said by the first answer. @param command such as `python3`. */
export function startPython(command: string, options: PythonOptions = {}): PythonProcess {
  const limitMs = options.answerLimitMs ?? longestAnswerMs;
  // Without -B a folder of compiled files would be left in the package.
  const child = spawn(command, ['-B', options.script ?? workerScript]);
  const exited = watchExit(child, command);
  // Of a Python that is gone its exit tells more than a pipe that is closed.
  child.stdin.on('error', () => undefined);
  return {
    ask: async (request, body = new Uint8Array(), into = Buffer.alloc(0)) => {
      const answered = nextReply(child, into);
      const cancel = activeTimeout(() => {
        answered.fail(`gave no answer within ${Number((limitMs / 1000).toPrecision(3))} s`);
      }, limitMs);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      if (body.length > 0) child.stdin.write(body);
      try {
        const reply = await Promise.race([answered.reply, exited.rejection]);
        if (reply.fields.error !== undefined) throw failure(`${command}: ${reply.fields.error}`);
        return reply;
      } catch (error) {
        if (!(error instanceof NoReply)) throw error;
        child.kill('SIGKILL');
        throw failure(`${command} ${error.message}`);
      } finally {
        cancel();
        answered.stop();
      }
    },
    close: async () => {
      child.stdin.end();
      const cancel = activeTimeout(() => child.kill('SIGKILL'), limitMs);
      await exited.done;
      cancel();
    },
  };
}

/** What came, or did not, was no answer; the message goes on behind the name of the command. */
class NoReply extends Error {}

function failure(message: string): SoftmaxBenchError {
  return new SoftmaxBenchError(message, exitCodes.failure);
}

/** The reply to come, until it is stopped or failed. */
function nextReply(child: ChildProcessWithoutNullStreams, into: Buffer) {
  const reader = new PythonReplyReader(into);
  let onData: (chunk: Buffer) => void = () => undefined;
  let fail: (reason: string) => void = () => undefined;
  const reply = new Promise<PythonReply>((resolve, reject) => {
    fail = (reason) => reject(new NoReply(reason));
    onData = (chunk) => {
      try {
        const complete = reader.add(chunk);
        if (complete !== null) resolve(complete);
      } catch (error) {
        fail((error as Error).message);
      }
    };
    child.stdout.on('data', onData);
  });
  return { reply, fail, stop: () => child.stdout.off('data', onData) };
}

/** How the process ends: `done` when it has, `rejection` with the reason. */
function watchExit(child: ChildProcessWithoutNullStreams, command: string) {
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-keptErrorLetters);
  });
  const ending = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(startProblem(error, command)));
    // Not `exit`: by then standard error may not have been read.
    child.once('close', (code, signal) => {
      const line = lastWords.trim().split('\n').at(-1)!;
      const how = signal === null ? `exited with code ${String(code)}` : `was killed by ${signal}`;
      resolve(`${command} ${how}${line === '' ? '' : `: ${line.slice(0, 200)}`}`);
    });
  });
  const rejection = ending.then((reason) => {
    throw failure(reason);
  });
  // It also happens when nobody waits.
  rejection.catch(() => undefined);
  return { done: ending, rejection };
}

function startProblem(error: Error, command: string): string {
  const code = systemCodeOf(error);
  return code === 'ENOENT' ? `no command ${command}` : `${command} did not start: ${error.message}`;
}
