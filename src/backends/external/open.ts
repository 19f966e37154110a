import type { ExternalSource, OpenExternal } from './external.js';
import { openKernel } from './kernels/open-kernel.js';

/**
 * Opens an external implementation in the measuring process.
 * @throws SoftmaxBenchError, in one line, where it does not load.
 */
export async function openExternal(source: ExternalSource): Promise<OpenExternal> {
  if (source.kind === 'kernel') return await Promise.resolve(openKernel(source));
  throw new Error(`no adapter of ${source.id} is there`);
}
