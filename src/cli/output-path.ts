import { SoftmaxBenchError } from '../errors.js';
import { isNoRegularFile, requireWritable } from '../storage/atomic-file.js';
import { fileKeyOf, statIfThere } from '../storage/file-system.js';

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

/** Before a result is read and drawn. @throws SoftmaxBenchError where the file that `--out` names could not be written. */
export function requireOutputFile(out: string | undefined): void {
  if (!namesStdout(out)) requireWritable(out);
}

/** @throws SoftmaxBenchError where the output would take the place of a file that is read. */
export function requireNoInput(out: string | undefined, inputs: readonly string[]): void {
  const stats = namesStdout(out) ? undefined : statIfThere(out);
  if (stats?.isFile() !== true) return;
  const isInput = inputs.some((input) => {
    const own = statIfThere(input);
    return own !== undefined && fileKeyOf(own) === fileKeyOf(stats);
  });
  if (isInput) {
    throw new SoftmaxBenchError(`--out: ${out} is read: expected the path of another file`);
  }
}

/**
 * What commander makes of the value of a flag that is a path.
 * @returns a function that throws SoftmaxBenchError for an empty text, as a script gives it whose variable is not set: it would name
 * the current folder.
 */
export function pathOf(flag: string): (text: string) => string {
  return (text) => {
    if (text.trim() !== '') return text;
    throw new SoftmaxBenchError(`${flag}: expected a path, got "${text}"`);
  };
}
