import type { Target } from '../../model/vocabulary.js';
import { messageOf, SoftmaxBenchError } from '../../errors.js';
import { formatBytes } from '../../units.js';
import type { PassCall, Workspace, WorkspaceRequest } from '../backend.js';
import { oneCall, requireRoom } from '../require-room.js';
import type { KernelIndex } from '../native/kernel-index.js';
import type { WasmInstance } from './instance.js';

/** A page of WebAssembly, the unit in which memory grows. */
export const wasmPageBytes = 65_536;

/** What a module keeps for its stack and data, with those of all targets (`scripts/build-wasm.ts`). */
export const reservedBytes = 3 * wasmPageBytes;

/** What 32 bits address, less what is reserved: the most that x and y may take together. */
export const addressableBytes = 2 ** 32 - reservedBytes;

/** V8 asks the system for pages of this size. */
const smallestPageBytes = 4096;

/** A target's module in the workspace's memory. */
export interface WasmKernels {
  readonly instance: WasmInstance;
  readonly index: KernelIndex;
}

/**
 * A workspace in one WebAssembly memory: stack and data of the modules, then x, then y, both at multiples
 * of 64 KiB.
 * @param start starts the module of a target in that memory.
 * @throws SoftmaxBenchError when the memory cannot be had.
 */
export function createWasmWorkspace(
  request: WorkspaceRequest,
  start: (target: Target, memory: WebAssembly.Memory) => WasmKernels,
): Workspace {
  const xAddress = reservedBytes;
  const yAddress = xAddress + wholePages(request.xBytes);
  const memory = allocate(yAddress + wholePages(request.yBytes));
  const x = elementsAt(memory, xAddress, request.xBytes);
  const y = elementsAt(memory, yAddress, request.yBytes);
  // The system maps a page at the first write to it, which must not happen in a timed call.
  x.fill(0);
  y.fill(0);

  const started = new Map<Target, WasmKernels>();
  const kernelsOf = (target: Target): WasmKernels => {
    const kernels = started.get(target) ?? start(target, memory);
    started.set(target, kernels);
    return kernels;
  };
  const indicesOf = ({ index }: WasmKernels, passes: readonly PassCall[]): readonly number[] =>
    passes.map((call) => index.find(call.pass, call));

  return {
    x,
    y,
    pageSizeBytes: smallestPageBytes,
    hugePageBytes: null,
    execute(target, passes, problem) {
      requireRoom(x, y, { ...oneCall, problem });
      const kernels = kernelsOf(target);
      return kernels.instance.execute({
        ...oneCall,
        kernels: indicesOf(kernels, passes),
        xAddress,
        yAddress,
        problem,
      });
    },
    time({ target, passes, ...loop }) {
      requireRoom(x, y, loop);
      const kernels = kernelsOf(target);
      const [durationNs, ...passDurationsNs] = kernels.instance.time({
        ...loop,
        kernels: indicesOf(kernels, passes),
        xAddress,
        yAddress,
      });
      return {
        durationNs: durationNs!,
        passDurationsNs: loop.perPass ? passDurationsNs : null,
        threadDurationsNs: null,
      };
    },
    free() {
      started.clear();
      // Growing detaches the views, even by nothing; the memory goes when nothing holds it.
      memory.grow(0);
    },
  };
}

function elementsAt(memory: WebAssembly.Memory, address: number, bytes: number): Float32Array {
  return new Float32Array(
    memory.buffer,
    address,
    Math.ceil(bytes / Float32Array.BYTES_PER_ELEMENT),
  );
}

function wholePages(bytes: number): number {
  return Math.ceil(bytes / wasmPageBytes) * wasmPageBytes;
}

function allocate(bytes: number): WebAssembly.Memory {
  try {
    const pages = bytes / wasmPageBytes;
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    throw new SoftmaxBenchError(
      `cannot allocate ${formatBytes(bytes)} for the arrays in WebAssembly (${messageOf(error)}): ` +
        'choose smaller sizes',
    );
  }
}
