import { exitCodes } from '../errors.js';
import { cannotWriteStdout, lenientStderr } from './process-output.js';
import { reportError } from './report-error.js';

/** Whoever read our output has gone (`softmax-bench list | head`, a closed terminal): nothing is wrong. */
let onClosedOutput = (): void => process.exit();

/** From now on an output that nobody reads ends the process, or aborts `interruptSignal`. */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'EIO') onClosedOutput();
      else if (stream === process.stdout) {
        process.exit(reportError(cannotWriteStdout(error), { stderr: lenientStderr() }));
      }
    });
  }
}

/** One Ctrl-C comes twice under npm and in some shells: from the terminal and from the parent. */
const oneEventMs = 1000;

/**
 * Aborts on Ctrl-C, SIGTERM, a terminal that closes or an output that nobody reads; a second Ctrl-C or
 * SIGTERM, a second later or more, ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const abort = (): void => {
    firstMs ??= performance.now();
    controller.abort();
  };
  const abortOrExit = (): void => {
    const isRepeated = firstMs !== null && performance.now() - firstMs >= oneEventMs;
    if (isRepeated) process.exit(exitCodes.interrupted);
    abort();
  };
  process.on('SIGINT', abortOrExit);
  process.on('SIGTERM', abortOrExit);
  process.on('SIGHUP', abort);
  onClosedOutput = abort;
  return controller.signal;
}
