import { bytesOf, elementBytesOf, rowOf, workingSetOf } from '../model/problem.js';
import { transitionFactor, type CacheBoundary } from '../model/region.js';
import { callElementsOf, type ThreadedCall } from '../model/threading.js';
import type { Algorithm } from './algorithms.js';
import { passes, type Stream } from './passes.js';
import { streamsOf } from './traffic.js';

/** Whether a row stays in a cache from one of its passes to the next: as a whole, partly or not. */
export const rowRegimes = ['kept', 'transition', 'lost'] as const;
export type RowRegime = (typeof rowRegimes)[number];

/** Bytes on the bus between two bounds, which are equal but in a transition. */
export interface BusRange {
  readonly low: number;
  readonly high: number;
}

/** What stays of a row, and what moves for it. */
export interface RowTraffic {
  readonly regime: RowRegime;
  /** Of one call; null when the C library chooses the kind of store. */
  readonly busBytes: BusRange | null;
}

/**
 * The traffic of a batch of rows with the level that holds the batch. The largest cache that the batch outgrows decides:
 * where a row fits it, x is read from beyond it once and y written once, whatever the passes; where it does not, each
 * pass moves what it moves out of cache. A y that non-temporal stores write takes no room in it.
 * @param boundaries ascending, as the threads of the call see them together.
 * @returns null for one row, and for a batch that the first cache holds.
 */
export function rowTrafficOf(
  algorithm: Algorithm,
  call: ThreadedCall,
  boundaries: readonly CacheBoundary[],
): RowTraffic | null {
  const { problem } = call;
  if (problem.rows === 1) return null;
  const cache = boundaries.findLast(({ capacityBytes }) => capacityBytes < workingSetOf(problem));
  if (cache === undefined) return null;
  const keptBytes = cachedStreamsOf(algorithm).length * bytesOf(rowOf(problem));
  const regime = regimeOf(rowsAtOnce(call) * keptBytes, cache.capacityBytes);
  const streams = busStreamsOf(algorithm, regime);
  const streamBytes = elementBytesOf(problem) * callElementsOf(call);
  return {
    regime,
    busBytes: streams && { low: streams.low * streamBytes, high: streams.high * streamBytes },
  };
}

/** What stays of its rows; null where `rowTrafficOf` is. */
export function rowRegimeOf(
  algorithm: Algorithm,
  call: ThreadedCall,
  boundaries: readonly CacheBoundary[],
): RowRegime | null {
  return rowTrafficOf(algorithm, call, boundaries)?.regime ?? null;
}

/** The traffic in units of N, the bytes of one array; `null` stands for one row, of which nothing stays. */
export function busStreamsOf(algorithm: Algorithm, regime: RowRegime | null): BusRange | null {
  const most = streamsOf(algorithm).busBytes;
  if (most === null) return null;
  const least = cachedStreamsOf(algorithm).length + writtenStreamsOf(algorithm).size;
  return {
    low: regime === null || regime === 'lost' ? most : least,
    high: regime === 'kept' ? least : most,
  };
}

/** A figure that has no bounds; null between two, and for none. */
export function exactBytes(range: BusRange | null): number | null {
  return range !== null && range.low === range.high ? range.low : null;
}

/** Threads that share a batch by rows have a row each in the caches that they share. */
function rowsAtOnce({ scaling, threadCount, problem }: ThreadedCall): number {
  return scaling === 'strong' && problem.rows >= threadCount ? threadCount : 1;
}

function regimeOf(bytes: number, capacityBytes: number): RowRegime {
  if (bytes <= capacityBytes / transitionFactor) return 'kept';
  return bytes >= capacityBytes * transitionFactor ? 'lost' : 'transition';
}

/** What comes into a cache: all but a stream that only non-temporal stores touch. */
function cachedStreamsOf(algorithm: Algorithm): readonly Stream[] {
  const cached = algorithm.passes.flatMap(({ pass, store }) => [
    ...passes[pass].reads,
    ...(store === 'non-temporal' ? [] : passes[pass].writes),
  ]);
  return [...new Set(cached)];
}

function writtenStreamsOf(algorithm: Algorithm): ReadonlySet<Stream> {
  return new Set(algorithm.passes.flatMap(({ pass }) => passes[pass].writes));
}
