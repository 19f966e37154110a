import { SoftmaxBenchError } from '../errors.js';
import { parseBinaryNumber } from './binary-number.js';

/**
 * A size in bytes as given on the command line: `33554432`, `32Mi` or `32MiB`, at least 1.
 * @param option what the size was given for, to begin the message with, such as `--llc`.
 * @throws SoftmaxBenchError for anything else.
 */
export function parseByteSize(text: string, option: string): number {
  const bytes = parseBinaryNumber(text.trim().replace(/B$/, ''));
  if (bytes === null || !Number.isSafeInteger(bytes) || bytes < 1) {
    throw new SoftmaxBenchError(
      `${option}: expected a size in bytes such as 33554432, 512Ki or 32Mi, got "${text}"`,
    );
  }
  return bytes;
}
