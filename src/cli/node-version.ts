import { SoftmaxBenchError } from '../errors.js';

/** As `engines` in package.json. */
export const oldestNodeMajor = 20;

/**
 * @param version of Node, such as `20.11.1`.
 * @throws SoftmaxBenchError for one that lacks what the program calls, sooner or later.
 */
export function requireNode(version: string): void {
  if (Number(version.split('.')[0]) >= oldestNodeMajor) return;
  throw new SoftmaxBenchError(
    `Node ${version} is too old: install Node ${oldestNodeMajor} or newer`,
  );
}
