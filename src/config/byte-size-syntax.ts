import { SoftmaxBenchError } from '../errors.js';
import { bothReadings, parseBinaryNumber } from './binary-number.js';

/**
 * A size in bytes as text: `33554432`, `32Mi` or `32MiB`, at least 1.
 * @throws SoftmaxBenchError for anything else, with both readings of units such as `MB`.
 */
export function parseByteSize(text: string): number {
  const readings = bothReadings(text.trim());
  const bytes = parseBinaryNumber(text.trim().replace(/ ?B$/i, ''));
  if (bytes === null || !Number.isSafeInteger(bytes) || bytes < 1) {
    const expected = readings ?? 'a size in bytes such as 33554432, 512Ki or 32MiB';
    throw new SoftmaxBenchError(`expected ${expected}, got "${text}"`);
  }
  return bytes;
}
