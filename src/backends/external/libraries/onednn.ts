import { reloadPasses } from '../external.js';
import { systemAdapter } from './system-library.js';

/** Its primitives of float32 along the dense axis, on the threads of its OpenMP. */
export const onednn = systemAdapter({
  id: 'onednn',
  title: 'oneDNN',
  files: ['libdnnl.so.3', 'libdnnl.so.2', 'libdnnl.so', 'libdnnl.3.dylib', 'dnnl.dll'],
  remedy:
    'apt-get install libdnnl2 or libdnnl3 (Debian), or a shared build on the path of the loader',
  operations: [
    { operation: 'softmax', passes: reloadPasses },
    // x - max is stored before it is the argument of the exponential.
    { operation: 'log-softmax', passes: reloadPasses },
  ],
  passesSource: 'src/cpu/x64/jit_uni_softmax.cpp',
  // Rows, not the elements of one.
  hasThreads: true,
  versionOf: null,
});
