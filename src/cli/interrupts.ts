import { exitCodes } from '../errors.js';

/** Whoever read our output has gone (`softmax-bench list | head`, a closed terminal): nothing is wrong. */
let onClosedOutput = (): void => process.exit();

/** From now on an output that nobody reads ends the process, or aborts `interruptSignal`. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      onClosedOutput();
    });
  }
}

/**
 * Aborts on Ctrl-C, SIGTERM, a terminal that closes or an output that nobody reads; a second Ctrl-C or
 * SIGTERM ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  const abortOrExit = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    abort();
  };
  process.on('SIGINT', abortOrExit);
  process.on('SIGTERM', abortOrExit);
  process.on('SIGHUP', abort);
  onClosedOutput = abort;
  return controller.signal;
}
