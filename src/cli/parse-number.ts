import { SoftmaxBenchError } from '../errors.js';

/**
 * A finite decimal number given on the command line.
 * @param flag named in the message, such as `--seed`.
 * @throws SoftmaxBenchError for anything else.
 */
export function parseNumber(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new SoftmaxBenchError(`${flag}: expected a number, got "${text}"`);
  }
  return value;
}
