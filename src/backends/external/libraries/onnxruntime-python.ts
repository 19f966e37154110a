import { reloadPasses } from '../external.js';
import { logSoftmaxPasses } from './declared.js';
import { onnxModel } from './onnx-model.js';
import { pythonAdapter } from './python-library.js';

/** A session with a model of one operator, to whose input and output arrays are bound. */
export const onnxruntimePython = pythonAdapter({
  id: 'onnxruntime-python',
  title: 'ONNX Runtime (Python)',
  module: 'onnxruntime',
  modelOf: onnxModel,
  operations: [
    { operation: 'softmax', passes: reloadPasses },
    { operation: 'log-softmax', passes: logSoftmaxPasses },
  ],
  passesSource: 'onnxruntime/core/mlas/lib/compute.cpp',
  // Rows, not the elements of one.
  hasThreads: true,
  remark: null,
});
