/** An input that softmax implementations get wrong, at any length. */
export interface InputCase {
  readonly name: string;
  /** `elementCount` values (1 or more), the same on every call. */
  readonly values: (elementCount: number) => Float32Array;
}

const largestFinite = 3.4028234663852886e38;

/** The inputs that every kernel of every target is held against the oracle with. */
export const inputCases: readonly InputCase[] = [
  perElement('logits in (-8, 8)', (i) => uniform(i, -8, 8)),
  perElement('outputs down to subnormal, (-105, 0)', (i) => uniform(i, -105, 0)),
  perElement('mostly underflowing, (-1000, 1000)', (i) => uniform(i, -1000, 1000)),
  perElement('around 90, where e^x overflows', (i) => uniform(i, 86, 94)),
  perElement('around -90, where e^x underflows', (i) => uniform(i, -94, -86)),
  perElement('ascending, so that every element is a new maximum', (i) => i / 8),
  perElement('descending', (i) => -i / 8),
  perElement('all equal', () => 3.25),
  perElement('all 0', () => 0),
  perElement('1e30 and -1e30 in turn', (i) => (i % 2 === 0 ? 1e30 : -1e30)),
  perElement('all 1e30', () => 1e30),
  perElement('all -1e30', () => -1e30),
  perElement('largest and lowest finite in turn', (i) => (i % 2 === 0 ? 1 : -1) * largestFinite),
  perElement('all lowest finite', () => -largestFinite),
  withOne('one dominating', (i) => uniform(i, -4, 4), 80),
  withOne('one ordinary among -1e30', () => -1e30, 0.5),
  perElement('-Infinity in every third place, first included', (i) =>
    i % 3 === 0 ? -Infinity : uniform(i, -8, 8),
  ),
  withOne('-Infinity everywhere but in one place', () => -Infinity, -2),
  withOne('lowest finite among -Infinity', () => -Infinity, -largestFinite),
  perElement('all -Infinity', () => -Infinity),
  withOne('one NaN', (i) => uniform(i, -8, 8), NaN),
  withOne('NaN among -Infinity', () => -Infinity, NaN),
  withOne('one +Infinity', (i) => uniform(i, -8, 8), Infinity),
  withOne('+Infinity among -Infinity', () => -Infinity, Infinity),
  perElement('all +Infinity', () => Infinity),
];

function perElement(name: string, valueAt: (index: number) => number): InputCase {
  return {
    name,
    values: (elementCount) => {
      const values = new Float32Array(elementCount);
      // Several times as fast as Float32Array.from with a function, which half of the kernel tests waited for.
      for (let i = 0; i < elementCount; i += 1) values[i] = valueAt(i);
      return values;
    },
  };
}

/** `special` at two thirds of the length: past the first vectors of a long array, at 0 of a single one. */
function withOne(name: string, othersAt: (index: number) => number, special: number): InputCase {
  return {
    name,
    values: (elementCount) => {
      const values = perElement(name, othersAt).values(elementCount);
      values[Math.floor((elementCount * 2) / 3)] = special;
      return values;
    },
  };
}

/** Multiples of the golden ratio modulo 1 (Weyl's sequence): evenly spread and the same everywhere. */
function uniform(index: number, low: number, high: number): number {
  return low + (high - low) * ((index * 0.6180339887498949) % 1);
}
