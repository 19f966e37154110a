import { suggestion } from '../config/closest-match.js';
import { SoftmaxBenchError } from '../errors.js';

/**
 * The value that a flag names.
 * @throws SoftmaxBenchError for any other text, with the value that was perhaps meant.
 */
export function oneOf<T extends string>(flag: string, text: string, values: readonly T[]): T {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new SoftmaxBenchError(
    `${flag}: expected ${values.join(', ')}, got "${text}"${suggestion(text, values)}`,
  );
}
