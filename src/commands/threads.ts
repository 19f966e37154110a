import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { SoftmaxBenchError } from '../errors.js';

/** What a thread answers: the output, or the error that is the user's to hear. */
export type ThreadReply<Output> =
  { readonly output: Output } | { readonly message: string; readonly exitCode: number };

/** So many inputs wait in a thread besides the one that it works on, so that it never idles. */
const queuedPerThread = 1;

/**
 * The outputs for the inputs, in their order, made in as many threads as there are CPUs.
 * @param module script of a thread: answers each message, an input, with a `ThreadReply`.
 * @throws SoftmaxBenchError when a thread answers with one.
 */
export async function* mapInThreads<Output>(
  module: URL,
  inputs: readonly unknown[],
): AsyncGenerator<Output> {
  const threadCount = Math.min(availableParallelism(), inputs.length);
  const threads = Array.from({ length: threadCount }, () => new Worker(module));
  const windowSize = threadCount * (1 + queuedPerThread);
  const send = (index: number): void => {
    if (index < inputs.length) threads[index % threadCount]!.postMessage(inputs[index]);
  };
  try {
    for (let index = 0; index < windowSize; index += 1) send(index);
    // A thread answers in the order in which it was asked, so each answer is known by its place.
    const answers = threads.map((thread) => on(thread, 'message'));
    for (const index of inputs.keys()) {
      const answer = await answers[index % threadCount]!.next();
      const [reply] = answer.value as [ThreadReply<Output>];
      if ('message' in reply) throw new SoftmaxBenchError(reply.message, reply.exitCode);
      send(index + windowSize);
      yield reply.output;
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
