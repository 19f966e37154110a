import type { Algorithm, PassUse } from './algorithms.js';
import { passes } from './passes.js';

/** Bytes of one float32 element. */
export const elementBytes = 4;

/** Memory traffic of one call, in bytes; see the three definitions in `trafficOf`. */
export interface Traffic {
  /** What the result must move at least once: x read and y written, as far as they are used. */
  readonly usefulBytes: number;
  /** Reads plus writes of every pass: the paper's accounting (section 3). */
  readonly passBytes: number;
  /**
   * Pass bytes plus one read for each line that an ordinary store allocates without that pass having
   * read it. Null when the C library chooses the kind of store.
   */
  readonly busBytes: number | null;
}

/** Traffic of one call of `algorithm` over `elementCount` float32 elements. */
export function trafficOf(algorithm: Algorithm, elementCount: number): Traffic {
  const { usefulBytes, passBytes, busBytes } = elementTrafficOf(algorithm);
  return {
    usefulBytes: usefulBytes * elementCount,
    passBytes: passBytes * elementCount,
    busBytes: busBytes === null ? null : busBytes * elementCount,
  };
}

/** Traffic is proportional to the element count, and the algorithms are few. */
const elementTraffic = new WeakMap<Algorithm, Traffic>();

function elementTrafficOf(algorithm: Algorithm): Traffic {
  const known = elementTraffic.get(algorithm);
  if (known !== undefined) return known;
  const traffic = sumOfPasses(algorithm);
  elementTraffic.set(algorithm, traffic);
  return traffic;
}

function sumOfPasses(algorithm: Algorithm): Traffic {
  const used = new Set(
    algorithm.passes.flatMap(({ pass }) => [...passes[pass].reads, ...passes[pass].writes]),
  );
  let passBytes = 0;
  let busBytes: number | null = 0;
  for (const use of algorithm.passes) {
    const own = trafficOfPass(use, 1);
    passBytes += own.passBytes;
    busBytes = busBytes === null || own.busBytes === null ? null : busBytes + own.busBytes;
  }
  return { usefulBytes: used.size * elementBytes, passBytes, busBytes };
}

/** Traffic of one sweep of a pass over `elementCount` float32 elements on its own. */
export function trafficOfPass(use: PassUse, elementCount: number): Traffic {
  const streamBytes = elementCount * elementBytes;
  const { reads, writes } = passes[use.pass];
  const streamCount = reads.length + writes.length;
  const allocated = writeAllocatedStreams(use);
  return {
    usefulBytes: new Set([...reads, ...writes]).size * streamBytes,
    passBytes: streamCount * streamBytes,
    busBytes: allocated === null ? null : (streamCount + allocated) * streamBytes,
  };
}

/** Bytes of the streams that a call touches at all: what competes for cache. */
export function footprintBytes(algorithm: Algorithm, elementCount: number): number {
  return trafficOf(algorithm, elementCount).usefulBytes;
}

function writeAllocatedStreams({ pass, store }: PassUse): number | null {
  const { reads, writes } = passes[pass];
  if (store === 'library') return null;
  if (store === 'streaming') return 0;
  return writes.filter((stream) => !reads.includes(stream)).length;
}
