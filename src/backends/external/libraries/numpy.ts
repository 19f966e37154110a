import type { DeclaredPass } from '../../../model/external.js';
import { pythonAdapter } from './python-library.js';

/** Maximum, difference, exponential, sum. */
const exponentials: readonly DeclaredPass[] = [
  { reads: ['x'], writes: [], store: 'ordinary' },
  { reads: ['x'], writes: ['y'], store: 'ordinary' },
  { reads: ['y'], writes: ['y'], store: 'ordinary' },
  { reads: ['y'], writes: [], store: 'ordinary' },
];

/** The usual expression of NumPy, which has no softmax of its own: each call is a pass. */
export const numpy = pythonAdapter({
  id: 'numpy',
  title: 'NumPy',
  module: 'numpy',
  modelOf: null,
  operations: [
    {
      operation: 'softmax',
      passes: [...exponentials, { reads: ['y'], writes: ['y'], store: 'ordinary' }],
    },
    {
      operation: 'log-softmax',
      passes: [...exponentials, { reads: ['x'], writes: ['y'], store: 'ordinary' }],
    },
  ],
  passesSource: 'its calls in src/backends/external/libraries/python/softmax_numpy.py',
  hasThreads: false,
  remark: 'NumPy has no softmax: a call is the usual expression of five of its functions.',
});
