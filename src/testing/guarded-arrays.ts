import type { PassCall } from '../backends/backend.js';
import { addonRowsOf, type Addon } from '../backends/native/addon.js';
import { oneRow } from '../model/problem.js';
import type { NativeTarget } from './native-target.js';

/** Where arrays begin, in elements past a 64-byte boundary: 0 to 15. */
export interface Placement {
  readonly xOffset: number;
  readonly yOffset: number;
}

/** Memory in which kernels run between guards. */
export interface GuardedArrays {
  /**
   * Executes the passes on a copy of `values` and returns y, which is valid until the next call.
   * Around x lie NaNs, so that an element read from outside shows in the result; around y
   * lies a pattern, and in it `initialY`.
   * @throws Error when x or anything around y was written.
   */
  run(
    target: NativeTarget,
    passes: readonly PassCall[],
    values: Float32Array,
    placement: Placement,
  ): Float32Array;
}

/** What y holds before each run: no softmax, no copy and no memory pass leaves it there. */
export const initialY = -7;

/** More than the longest vector, and a multiple of it, so that offsets count from a boundary. */
const guardLength = 32;
const longestOffset = 15;
const nanBits = 0x7fc0_0000;
const patternBits = 0xa5a5_5a5a;

/** Arrays of at most `capacity` elements. */
export function createGuardedArrays(addon: Addon, capacity: number): GuardedArrays {
  const bytes = (capacity + longestOffset + 2 * guardLength) * Float32Array.BYTES_PER_ELEMENT;
  const memory = addon.allocate({ xBytes: bytes, yBytes: bytes, pages: 'huge' });
  if (memory === null) throw new Error(`cannot allocate ${2 * bytes} bytes`);

  return {
    run(target, passes, values, { xOffset, yOffset }) {
      const x = new GuardedArray(memory.x, guardLength + xOffset, values.length, nanBits);
      const y = new GuardedArray(memory.y, guardLength + yOffset, values.length, patternBits);
      x.elements.set(values);
      y.elements.fill(initialY);
      addon.execute({
        ...target.resolve(passes),
        ...addonRowsOf(oneRow(values.length)),
        x: x.elements,
        y: y.elements,
      });
      if (!x.guardsIntact() || !sameBits(x.elements, values)) throw new Error('x was written');
      if (!y.guardsIntact()) throw new Error('a guard beside y was written');
      return y.elements;
    },
  };
}

/** Whether both hold the same bits, NaN payloads and signs of zero included. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  return bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

class GuardedArray {
  readonly elements: Float32Array;
  readonly #guards: readonly Uint32Array[];

  constructor(
    buffer: ArrayBuffer,
    start: number,
    length: number,
    private readonly guardBits: number,
  ) {
    const elementBytes = Float32Array.BYTES_PER_ELEMENT;
    this.elements = new Float32Array(buffer, start * elementBytes, length);
    this.#guards = [start - guardLength, start + length].map(
      (guard) => new Uint32Array(buffer, guard * elementBytes, guardLength),
    );
    for (const guard of this.#guards) guard.fill(guardBits);
  }

  guardsIntact(): boolean {
    return this.#guards.every((guard) => guard.every((bits) => bits === this.guardBits));
  }
}
