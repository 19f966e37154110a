import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { SoftmaxBenchError } from '../errors.js';

/** What a thread answers: the output, or the error that is the user's to hear. */
export type ThreadReply<Output> =
  { readonly output: Output } | { readonly message: string; readonly exitCode: number };

/** So many inputs wait in a thread besides the one that it works on, so that it never idles. */
const queuedPerThread = 1;

/** So many answers a thread may wait for one that takes longer: threads are not equally fast. */
const aheadPerThread = 8;

/** A thread, and the places of the inputs that it has not answered yet, in the order of its answers. */
interface Thread {
  readonly worker: Worker;
  readonly asked: number[];
}

/**
 * The outputs for the inputs, in their order, made in as many threads as there are CPUs; the next input goes to
 * the thread that is done first.
 * @param module script of a thread: answers each message, an input, with a `ThreadReply`.
 * @throws SoftmaxBenchError when a thread answers with one.
 */
export async function* mapInThreads<Output>(
  module: URL,
  inputs: readonly unknown[],
): AsyncGenerator<Output> {
  const threadCount = Math.min(availableParallelism(), inputs.length);
  const threads = Array.from({ length: threadCount }, (): Thread => ({
    worker: new Worker(module),
    asked: [],
  }));
  const replies = new Map<number, ThreadReply<Output>>();
  let askedCount = 0;
  let yieldedCount = 0;
  let wake: (() => void) | null = null;
  const failures: Error[] = [];
  const ask = ({ worker, asked }: Thread): void => {
    const end = Math.min(inputs.length, yieldedCount + threadCount * aheadPerThread);
    while (askedCount < end && asked.length <= queuedPerThread) {
      asked.push(askedCount);
      worker.postMessage(inputs[askedCount]);
      askedCount += 1;
    }
  };
  for (const thread of threads) {
    thread.worker.on('message', (reply: ThreadReply<Output>) => {
      replies.set(thread.asked.shift()!, reply);
      ask(thread);
      wake?.();
    });
    thread.worker.on('error', (error: Error) => {
      failures.push(error);
      wake?.();
    });
  }
  try {
    while (yieldedCount < inputs.length) {
      if (failures[0] !== undefined) throw failures[0];
      threads.forEach(ask);
      const reply = replies.get(yieldedCount);
      if (reply === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      if ('message' in reply) throw new SoftmaxBenchError(reply.message, reply.exitCode);
      replies.delete(yieldedCount);
      yieldedCount += 1;
      yield reply.output;
    }
  } finally {
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}
