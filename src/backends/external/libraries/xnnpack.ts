import { reloadPasses } from '../external.js';
import { debianVersion } from './debian-version.js';
import { systemAdapter } from './system-library.js';

/** Its operator of float32 rows (`xnn_create_softmax_nc_f32`), with a pool of threads for more than one. */
export const xnnpack = systemAdapter({
  id: 'xnnpack',
  title: 'XNNPACK',
  files: ['libXNNPACK.so.0', 'libXNNPACK.so', 'libxnnpack.so', 'libXNNPACK.dylib', 'XNNPACK.dll'],
  remedy: 'apt-get install libxnnpack0 (Debian), or a shared build on the path of the loader',
  operations: [{ operation: 'softmax', passes: reloadPasses }],
  passesSource: 'src/operator-run.c',
  // Rows, not the elements of one.
  hasThreads: true,
  versionOf: debianVersion,
});
