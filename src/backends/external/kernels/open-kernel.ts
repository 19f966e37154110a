import { SoftmaxBenchError } from '../../../errors.js';
import { rowStrideOf, spanElementsOf } from '../../../model/problem.js';
import type { CallLoop, Workspace } from '../../backend.js';
import type { Addon, AddonKernelFunction, AddonRoutine } from '../../native/addon.js';
import { addonCandidates } from '../../native/addon-paths.js';
import { loadAddon } from '../../native/load-addon.js';
import type { ExternalCall, ExternalSource, OpenExternal, PreparedExternal } from '../external.js';
import { outsideText } from '../outside-text.js';

type KernelSource = Extract<ExternalSource, { kind: 'kernel' }>;

/**
 * Loads a function of the user's.
 * @throws SoftmaxBenchError where the file does not load or has no such function.
 */
export function openKernel({ file, symbol, signature }: KernelSource): OpenExternal {
  const { addon } = loadAddon(addonCandidates());
  if (addon === null) {
    throw new SoftmaxBenchError(
      'a kernel is called by the native kernels, which are not built: npm run build:native, in a clone with a C++ compiler',
    );
  }
  const kernel = addon.openKernel({ file, symbol });
  if (kernel === null) throw new SoftmaxBenchError(`${file} exports no function ${symbol}`);
  if (typeof kernel === 'string') {
    throw new SoftmaxBenchError(`${file} cannot be loaded: ${kernel}`);
  }
  const opened = { addon, kernel, takesRows: signature === 'rows' };
  return {
    prepare: (call, memory, loop) => Promise.resolve(prepare(opened, call, memory, loop)),
    // Its code may run in threads of its own: it goes with the process.
    close: () => Promise.resolve(0),
  };
}

interface OpenedKernel {
  readonly addon: Addon;
  readonly kernel: AddonKernelFunction;
  readonly takesRows: boolean;
}

function prepare(
  { addon, kernel, takesRows }: OpenedKernel,
  { problem }: ExternalCall,
  memory: Workspace,
  { slotStrideElements, xSlotCount, ySlotCount, touchX }: CallLoop,
): PreparedExternal {
  const { rows, columns } = problem;
  const rowStrideElements = rowStrideOf(problem);
  if (takesRows && rowStrideElements !== columns) {
    throw new SoftmaxBenchError('f(x, y, rows, columns) takes rows without gaps between them');
  }
  const elementCount = spanElementsOf(problem);
  const routine = addon.kernelRoutine(kernel, {
    takesRows,
    rows,
    columns,
    rowStrideElements,
  });
  const { x, y } = memory;
  const rings = { x, y, elementCount, slotStrideElements, xSlotCount, ySlotCount, touchX };
  const callOnce = elementCount <= mostGuardedElements ? callGuarded : callInPlace;
  return {
    execute: () => Promise.resolve(callOnce(addon, routine, memory, elementCount)),
    time: (batchCount) => Promise.resolve(addon.timeRoutine(routine, { ...rings, batchCount })),
    free: () => {
      addon.freeRoutine(routine);
      return Promise.resolve();
    },
  };
}

/** Copies of longer arrays would take memory that the plan does not know of. */
const mostGuardedElements = 2 ** 20;

/** On copies of x and y, between pages without access. */
function callGuarded(
  addon: Addon,
  routine: AddonRoutine,
  { x }: Workspace,
  elementCount: number,
): Float32Array {
  const y = new Float32Array(elementCount);
  const touched = addon.executeRoutine(routine, { x, y, elementCount, isGuarded: true });
  if (touched === 'memory') throw new SoftmaxBenchError('no memory for the check of its output');
  if (touched !== null) throw outside(touched, y.byteLength);
  return y;
}

/** So much is looked at behind y and of x. */
const watchedElements = 16 * 2 ** 10;

/** Where x and y are: nothing tells of what it reads elsewhere, and of what it writes far from y. */
function callInPlace(
  addon: Addon,
  routine: AddonRoutine,
  { x, y }: Workspace,
  elementCount: number,
): Float32Array {
  const behind = y.subarray(elementCount, elementCount + watchedElements).fill(untouched);
  const ends = [
    x.subarray(0, watchedElements),
    x.subarray(elementCount - watchedElements, elementCount),
  ];
  const before = ends.map((part) => part.slice());
  y.subarray(0, elementCount).fill(NaN);
  addon.executeRoutine(routine, { x, y, elementCount, isGuarded: false });
  const index = behind.findIndex((value) => value !== untouched);
  if (index >= 0) throw outside((elementCount + index) * 4, elementCount * 4);
  if (ends.some((part, end) => part.some((value, i) => !Object.is(value, before[end]![i])))) {
    throw new SoftmaxBenchError('the kernel wrote to x, which may only be read');
  }
  return y.subarray(0, elementCount);
}

/** No output of a softmax. */
const untouched = -12345;

function outside(behindBytes: number, yBytes: number): SoftmaxBenchError {
  return new SoftmaxBenchError(`the kernel wrote ${outsideText('y', behindBytes, yBytes)}`);
}
