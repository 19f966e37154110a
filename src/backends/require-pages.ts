import { SoftmaxBenchError } from '../errors.js';
import type { Pages } from '../model/vocabulary.js';

/**
 * @param owner what allocates, for the message
 * @throws SoftmaxBenchError when `wanted` are not among the pages that it offers.
 */
export function requirePages(owner: string, offered: readonly Pages[], wanted: Pages): void {
  if (offered.includes(wanted)) return;
  throw new SoftmaxBenchError(
    `${owner} cannot allocate ${wanted} pages here: choose ${offered.join(', ')}`,
  );
}
