import { SoftmaxBenchError } from '../errors.js';
import { printable } from '../printable.js';

/** A file that cannot be used as a result. */
export class ResultFileError extends SoftmaxBenchError {
  /** @param problem goes on where the name of the file ends: `is not JSON`. One line of bounded length. */
  constructor(
    path: string,
    readonly problem: string,
  ) {
    super(`${printable(path)} ${problem}`);
  }
}
