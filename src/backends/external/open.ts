import type { ExternalSource, OpenExternal } from './external.js';
import { openKernel } from './kernels/open-kernel.js';
import { openLibrary } from './libraries/index.js';

/**
 * Opens an external implementation in the measuring process.
 * @throws SoftmaxBenchError, in one line, where it does not load.
 */
export async function openExternal(source: ExternalSource): Promise<OpenExternal> {
  return await (source.kind === 'kernel' ? openKernel(source) : openLibrary(source));
}
