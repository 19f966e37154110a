import { rowStrideOf } from '../../model/problem.js';
import type { CallLoop } from '../backend.js';
import type { AddonKernel } from '../native/addon.js';

/** What `src/kernels/wasm/module.cc` exports; addresses are byte offsets in the memory. */
interface Exports {
  readonly kernels: () => number;
  readonly request: () => number;
  readonly durations: () => number;
  /** Measures and returns what a span holds of the clock itself, in nanoseconds. */
  readonly calibrate: () => number;
  readonly fuses: () => number;
  readonly execute: () => number;
  readonly time: () => void;
}

/** What a call of a module is about; addresses are byte offsets in the memory. */
interface WasmRequest extends CallLoop {
  /** Indices in `kernels`. */
  readonly kernels: readonly number[];
  readonly xAddress: number;
  readonly yAddress: number;
}

/** A module that works in a memory. */
export interface WasmInstance {
  readonly kernels: readonly AddonKernel[];
  readonly clockOverheadNs: number;
  /** Whether a multiplication and an addition are rounded once. */
  readonly fuses: boolean;
  /** Executes the passes once, untimed; returns as `Workspace.execute`. */
  execute(request: WasmRequest): number;
  /** The call's duration in nanoseconds, then each pass's. */
  time(request: WasmRequest): readonly number[];
}

/** Passes that a request has room for; `wasm/module.cc` asserts it. */
const maximumPassCount = 8;

/** As in `kernel.h`, which asserts these numbers and the offsets below. */
const storeKinds = ['ordinary', 'non-temporal', 'library'] as const;

/** Bytes of a `Kernel`: two pointers, four bytes, two more and what fills up the last pointer's length. */
const kernelBytes = 16;

/** A float64 of nanoseconds, as in `js/clock.ts`. One function, so that it is compiled once for all instances. */
const nowNs = (): number => performance.now() * 1e6;

/** Starts a module in this memory and calibrates its clock: some milliseconds. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): WasmInstance {
  const instance = new WebAssembly.Instance(module, { env: { memory, nowNs } });
  const exports = instance.exports as unknown as Exports;
  const clockOverheadNs = exports.calibrate();
  const kernels = readKernels(new DataView(memory.buffer), exports.kernels());
  const submit = (request: WasmRequest): void => {
    const passCount = request.kernels.length;
    if (passCount < 1 || passCount > maximumPassCount) {
      throw new RangeError(`expected 1 to ${maximumPassCount} passes, got ${passCount}`);
    }
    const fields = new Uint32Array(memory.buffer, exports.request());
    fields.set([passCount, ...request.kernels]);
    fields.set(
      [
        request.xAddress,
        request.yAddress,
        request.problem.rows,
        request.problem.columns,
        rowStrideOf(request.problem),
        request.batchCount,
        request.slotStrideElements,
        request.xSlotCount,
        request.ySlotCount,
        Number(request.touchX),
        Number(request.perPass),
      ],
      1 + maximumPassCount,
    );
  };
  return {
    kernels,
    clockOverheadNs,
    fuses: exports.fuses() !== 0,
    execute(request) {
      submit(request);
      return exports.execute();
    },
    time(request) {
      submit(request);
      exports.time();
      const durations = new Float64Array(memory.buffer, exports.durations());
      return [...durations.subarray(0, 1 + request.kernels.length)];
    },
  };
}

/** Reads a `KernelList` (kernel.h). */
function readKernels(view: DataView, listAddress: number): readonly AddonKernel[] {
  const start = view.getUint32(listAddress, true);
  const count = view.getUint32(listAddress + 4, true);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * kernelBytes;
    return {
      pass: readText(view, view.getUint32(at, true)),
      unroll: view.getUint8(at + 8),
      accumulators: view.getUint8(at + 9),
      store: storeKinds[view.getUint8(at + 10)]!,
      prefetch: view.getUint8(at + 11) !== 0,
      vectorBits: view.getUint16(at + 12, true),
    };
  });
}

/** A text of C: ASCII that ends with 0. */
function readText(view: DataView, address: number): string {
  let text = '';
  for (let at = address; view.getUint8(at) !== 0; at += 1) {
    text += String.fromCharCode(view.getUint8(at));
  }
  return text;
}
