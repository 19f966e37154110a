import { expect, test } from 'vitest';

import type { CellPoint } from '../model/axes.js';
import { oneRow } from '../model/problem.js';
import type { CacheBoundary } from '../model/region.js';
import { algorithmOf } from './algorithms.js';
import { busStreamsOf, rowTrafficOf } from './row-traffic.js';

const mib = 2 ** 20;
const boundaries: readonly CacheBoundary[] = [
  { region: 'L2', capacityBytes: mib, source: 'operating system' },
  { region: 'LLC', capacityBytes: 16 * mib, source: 'measured' },
];

function trafficOf(
  id: string,
  rows: number,
  columns: number,
  threads: Partial<Pick<CellPoint, 'threadCount' | 'scaling'>> = {},
) {
  const problem = { ...oneRow(columns), rows };
  const call = { problem, threadCount: 1, placement: null, scaling: null, ...threads };
  return rowTrafficOf(algorithmOf(id), call, boundaries);
}

/** In units of N. */
test.each([
  { id: 'three-pass-recompute', kept: 3, lost: 5 },
  { id: 'three-pass-reload', kept: 3, lost: 6 },
  { id: 'two-pass', kept: 3, lost: 4 },
  { id: 'two-pass-nt', kept: 2, lost: 3 },
  { id: 'logsumexp-one-pass', kept: 1, lost: 1 },
  { id: 'copy', kept: 3, lost: 3 },
  { id: 'copy-nt', kept: 2, lost: 2 },
  { id: 'read', kept: 1, lost: 1 },
  { id: 'update', kept: 2, lost: 2 },
])('$id moves $kept N where its rows stay, $lost N where not', ({ id, kept, lost }) => {
  const algorithm = algorithmOf(id);
  expect(busStreamsOf(algorithm, 'kept')).toEqual({ low: kept, high: kept });
  expect(busStreamsOf(algorithm, 'lost')).toEqual({ low: lost, high: lost });
  expect(busStreamsOf(algorithm, null)).toEqual({ low: lost, high: lost });
  expect(busStreamsOf(algorithm, 'transition')).toEqual({ low: kept, high: lost });
});

test('the largest cache that the batch outgrows decides what stays of a row', () => {
  const regimeOf = (rows: number, columns: number) =>
    trafficOf('two-pass', rows, columns)?.regime ?? null;
  // Rows of 1 MiB, 16 MiB and 64 MiB, x and y together, of batches beyond 16 MiB.
  expect(regimeOf(512, mib / 8)).toBe('kept');
  expect(regimeOf(8, 2 * mib)).toBe('transition');
  expect(regimeOf(8, 8 * mib)).toBe('lost');
  // A batch of 8 MiB lies in the last level; its rows of 64 KiB and of 4 MiB stay in L2, or do not.
  expect(regimeOf(128, 8192)).toBe('kept');
  expect(regimeOf(2, mib / 2)).toBe('lost');
  // In the first cache nothing is known of what stays nearer.
  expect(regimeOf(8, 100)).toBeNull();
  expect(regimeOf(1, 8 * mib)).toBeNull();
});

test('a y that is not cached leaves the room to x', () => {
  expect(trafficOf('two-pass', 64, mib + 1)?.regime).toBe('transition');
  expect(trafficOf('two-pass-nt', 64, mib + 1)?.regime).toBe('kept');
});

test('bytes are those of all threads; rows that they share lie beside each other in the caches', () => {
  const bytes = 512 * 65_536 * 4;
  expect(trafficOf('two-pass', 512, 65_536)?.busBytes).toEqual({ low: 3 * bytes, high: 3 * bytes });
  const weak = trafficOf('two-pass', 512, 65_536, { threadCount: 4, scaling: 'weak' });
  expect(weak?.busBytes?.low).toBe(12 * bytes);
  const strong = trafficOf('two-pass', 512, 65_536, { threadCount: 64, scaling: 'strong' });
  expect(strong?.regime).toBe('lost');
  expect(trafficOf('libc-memcpy', 512, 65_536)?.busBytes).toBeNull();
});
