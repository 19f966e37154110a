import { logSoftmaxPasses } from './declared.js';
import { pythonAdapter } from './python-library.js';

/** `torch.softmax` and `torch.log_softmax`, which write to an array that is there (`out=`). */
export const torch = pythonAdapter({
  id: 'torch',
  title: 'PyTorch',
  module: 'torch',
  modelOf: null,
  operations: [
    {
      operation: 'softmax',
      // y is summed in a pass of its own.
      passes: [
        { reads: ['x'], writes: [], store: 'ordinary' },
        { reads: ['x'], writes: ['y'], store: 'ordinary' },
        { reads: ['y'], writes: [], store: 'ordinary' },
        { reads: ['y'], writes: ['y'], store: 'ordinary' },
      ],
    },
    { operation: 'log-softmax', passes: logSoftmaxPasses },
  ],
  passesSource: 'aten/src/ATen/native/cpu/SoftMaxKernel.cpp',
  // Rows, not the elements of one.
  hasThreads: true,
  remark: null,
});
