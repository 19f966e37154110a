/** A monotonic clock and what it costs to read. */
export interface Clock {
  /** Nanoseconds since an arbitrary start. */
  readNs(): number;
  /** Median time between two reads in a row. */
  readonly overheadNs: number;
}

const calibrationPairCount = 2001;
const warmUpPairCount = 20_000;

/**
 * `performance.now`, which is process.hrtime as a float64: it resolves nanoseconds like
 * process.hrtime.bigint and is read faster, since it allocates no BigInt. Takes some milliseconds.
 */
export function createClock(): Clock {
  const readNs = (): number => performance.now() * 1e6;
  // Read until the compiler has seen to it: the timed loop reads a compiled clock too.
  for (let pair = 0; pair < warmUpPairCount; pair += 1) timeBetweenReads(readNs);
  const pairs = Float64Array.from({ length: calibrationPairCount }, () => timeBetweenReads(readNs));
  pairs.sort();
  return { readNs, overheadNs: pairs[(calibrationPairCount - 1) / 2]! };
}

function timeBetweenReads(readNs: () => number): number {
  const first = readNs();
  return readNs() - first;
}
