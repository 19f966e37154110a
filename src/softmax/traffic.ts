import { bytesOf, type Problem } from '../model/problem.js';
import { problemCountOf, type ThreadedCall } from '../model/threading.js';
import type { Algorithm, PassUse } from './algorithms.js';
import { passes } from './passes.js';

/** Memory traffic of one call; the three counts are always named. */
export interface Traffic {
  /** What the result must move at least once: x read and y written, where they are used. */
  readonly usefulBytes: number;
  /** Reads plus writes of every pass: the paper's accounting (section 3). */
  readonly passBytes: number;
  /**
   * Pass bytes plus one read for each line that an ordinary store allocates without that pass having
   * read it. Null when the C library chooses the kind of store.
   */
  readonly busBytes: number | null;
}

/** Traffic of `algorithm` over one problem, in bytes. */
export function trafficOf(algorithm: Algorithm, problem: Problem): Traffic {
  return inBytes(streamsOf(algorithm), bytesOf(problem));
}

/** Traffic of one call of all threads together, in bytes. */
export function trafficOfCall(algorithm: Algorithm, call: ThreadedCall): Traffic {
  return inBytes(streamsOf(algorithm), callBytesOf(call));
}

/** Traffic of one sweep of a pass on its own by all threads together, in bytes. */
export function trafficOfPass(use: PassUse, call: ThreadedCall): Traffic {
  return inBytes(streamsOfPass(use), callBytesOf(call));
}

/** Traffic of one call in units of N, the bytes of one array. */
export function streamsOf(algorithm: Algorithm): Traffic {
  const ofPasses = algorithm.passes.map(streamsOfPass);
  const used = new Set(
    algorithm.passes.flatMap(({ pass }) => [...passes[pass].reads, ...passes[pass].writes]),
  );
  return {
    usefulBytes: used.size,
    passBytes: ofPasses.reduce((sum, { passBytes }) => sum + passBytes, 0),
    busBytes: ofPasses.reduce<number | null>(
      (sum, { busBytes }) => (sum === null || busBytes === null ? null : sum + busBytes),
      0,
    ),
  };
}

function streamsOfPass(use: PassUse): Traffic {
  const { reads, writes } = passes[use.pass];
  const passBytes = reads.length + writes.length;
  const allocated = writeAllocatedStreams(use);
  return {
    usefulBytes: new Set([...reads, ...writes]).size,
    passBytes,
    busBytes: allocated === null ? null : passBytes + allocated,
  };
}

function callBytesOf(call: ThreadedCall): number {
  return problemCountOf(call) * bytesOf(call.problem);
}

/** @param arrayBytes of the x of the call, and of its y. */
function inBytes({ usefulBytes, passBytes, busBytes }: Traffic, arrayBytes: number): Traffic {
  return {
    usefulBytes: usefulBytes * arrayBytes,
    passBytes: passBytes * arrayBytes,
    busBytes: busBytes === null ? null : busBytes * arrayBytes,
  };
}

function writeAllocatedStreams({ pass, store }: PassUse): number | null {
  const { reads, writes } = passes[pass];
  if (store === 'library') return null;
  if (store === 'non-temporal') return 0;
  return writes.filter((stream) => !reads.includes(stream)).length;
}
