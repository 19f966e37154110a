import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

import { SoftmaxBenchError, exitCodes, messageOf } from '../../../errors.js';
import { elementsOf } from '../../../model/problem.js';
import { createClock } from '../../js/clock.js';
import { reloadPasses, type LibraryAdapter, type OpenExternal } from '../external.js';
import { libraryTolerance } from './declared.js';
import { findPackage } from './npm-package.js';

const id = 'tfjs-wasm';
const title = 'TensorFlow.js (wasm)';
const backendPackage = '@tensorflow/tfjs-backend-wasm';
const corePackage = '@tensorflow/tfjs-core';

/** Its code and that of its engine: 35 MB of version 4.22 in Node 20. */
const baseBytes = 40e6;

/** WebAssembly has 4 GiB, and log-softmax needs four arrays. An allocation beyond that gives no error but address 0. */
const mostArrayBytes = 2 ** 29;

/** What is called of tfjs-core. */
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  tensor2d(values: Float32Array, shape: readonly [number, number]): Tensor;
  readonly softmax: (logits: Tensor) => Tensor;
  readonly logSoftmax: (logits: Tensor) => Tensor;
}

interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

/** `tf.softmax` of the WebAssembly backend, which is XNNPACK's. On one thread: in Node it has no more. */
export const tfjsWasm: LibraryAdapter = {
  id,
  title,
  find: ({ projectFolder }) => {
    const backend = findPackage(backendPackage, projectFolder);
    const core = backend && findPackage(corePackage, backend.folder);
    if (backend === null || core === null) {
      const lacking = backend === null ? backendPackage : corePackage;
      const remedy = `npm install ${corePackage} ${backendPackage}`;
      return Promise.resolve({ id, reason: `no ${lacking} in ${projectFolder}`, remedy });
    }
    return Promise.resolve({
      external: {
        id,
        kind: 'library',
        title,
        version: backend.version,
        operations: [
          { operation: 'softmax', passes: reloadPasses },
          // Several kernels, with arrays between them.
          { operation: 'log-softmax', passes: null },
        ],
        passesSource: 'XNNPACK, src/operator-run.c',
        memory: 'own',
        hasThreads: false,
        hasRows: true,
        shortestCallNs: 50_000,
        remark: 'A call allocates its output in the memory of WebAssembly and frees it.',
        tolerance: libraryTolerance,
      },
      source: { kind: 'library', id, location: backend.entry },
      memory: {
        baseBytes,
        // x and y, the NaN that are written first, and the result as JavaScript sees it, before and after.
        arrayCounts: { softmax: 5, 'log-softmax': 7 },
        copiesOutput: false,
        mostArrayBytes,
      },
    });
  },
  open: async (location) => {
    const tensorFlow = await load(location);
    warmUp(tensorFlow);
    return openTensorFlow(tensorFlow);
  },
};

/** Typed without the events that a process has besides. */
const ownProcess: Pick<EventEmitter, 'listeners' | 'off'> = process;

async function load(entry: string): Promise<TensorFlow> {
  const before = handlerEvents.map((event) => ownProcess.listeners(event));
  try {
    const require = createRequire(entry);
    const tensorFlow = require(corePackage) as TensorFlow;
    require(entry);
    if (!(await tensorFlow.setBackend('wasm'))) throw new Error('no backend called wasm');
    return tensorFlow;
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new SoftmaxBenchError(`${title} does not load: ${reason!}`, exitCodes.failure);
  } finally {
    // Its runtime takes errors of this process for its own, and throws them again.
    handlerEvents.forEach((event, index) => {
      for (const listener of ownProcess.listeners(event)) {
        if (!before[index]!.includes(listener)) ownProcess.off(event, listener as () => void);
      }
    });
  }
}

const handlerEvents = ['uncaughtException', 'unhandledRejection'] as const;

/** WebAssembly is compiled again, faster, while it runs. */
function warmUp(tensorFlow: TensorFlow): void {
  const x = tensorFlow.tensor2d(new Float32Array(2 ** 16), [1, 2 ** 16]);
  for (let call = 0; call < 100; call += 1) tensorFlow.softmax(x).dispose();
  x.dispose();
}

function openTensorFlow(tensorFlow: TensorFlow): OpenExternal {
  const clock = createClock();
  return {
    prepare: ({ operation, problem }, memory) => {
      const { rows, columns } = problem;
      const function_ = operation === 'softmax' ? tensorFlow.softmax : tensorFlow.logSoftmax;
      const x = tensorFlow.tensor2d(memory.x.subarray(0, elementsOf(problem)), [rows, columns]);
      return Promise.resolve({
        execute: () => {
          // What is allocated next is the memory that is freed here.
          tensorFlow
            .tensor2d(new Float32Array(rows * columns).fill(NaN), [rows, columns])
            .dispose();
          const y = function_(x);
          const values = y.dataSync();
          y.dispose();
          return Promise.resolve(values);
        },
        time: (batchCount) => {
          const beginNs = clock.readNs();
          for (let call = 0; call < batchCount; call += 1) function_(x).dispose();
          const spanNs = clock.readNs() - beginNs;
          return Promise.resolve((spanNs - clock.overheadNs) / batchCount);
        },
        free: () => {
          x.dispose();
          return Promise.resolve();
        },
      });
    },
    close: () => Promise.resolve(0),
  };
}
