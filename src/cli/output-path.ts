import { SoftmaxBenchError } from '../errors.js';
import { isNoRegularFile } from '../storage/atomic-file.js';

/** Whether a text goes to stdout: without `--out`, and with `-o -`, as other programs have it. */
export function namesStdout(out: string | undefined): out is undefined | '-' {
  return out === undefined || out === '-';
}

/** @throws SoftmaxBenchError where a format writes further files beside it, and the path is stdout, a device or a pipe. */
export function requireFile(format: string, path: string): void {
  if (path !== '-' && !isNoRegularFile(path)) return;
  throw new SoftmaxBenchError(
    `--format ${format} writes several files: expected a path on a disk with --out, got ${path}`,
  );
}
