// Compares this package's copies and reads with Debian's mbw in one interleaved run:
//   npm run calibrate -- [MiB of one array, default 256] [rounds, default 20]
//
// What mbw 1.2 measures, which is repeated here so that both measure the same: two arrays from calloc,
// written once before the clock starts, so without page faults and on ordinary pages; the same x and y in every
// call; wall time of one copy of a whole array; bytes counted once, in MiB. MEMCPY is the C library's memcpy,
// DUMB a loop over 64-bit words with ordinary stores. It has no test that only reads.
import { spawnSync } from 'node:child_process';

import type { Backend, Workspace } from '../src/backends/backend.js';
import { loadBackends } from '../src/backends/load.js';
import { timedRequestOf } from '../src/measure/worker/timed-request.js';
import { cellAt } from '../src/model/cell.js';
import { elementBytesOf, oneRow } from '../src/model/problem.js';
import { targets, type Target } from '../src/model/vocabulary.js';
import { algorithmOf } from '../src/softmax/algorithms.js';
import { medianInterval } from '../src/statistics/median-interval.js';
import { median } from '../src/statistics/median.js';
import { formatGigabytesPerSecond, formatRatio } from '../src/units.js';

type MbwTest = 'MEMCPY' | 'DUMB';

const mbwFlags: Readonly<Record<MbwTest, string>> = { MEMCPY: '-t0', DUMB: '-t1' };

/** Bytes are those of the passes: a copy reads and writes every byte of an array, a read only reads. */
const comparisons = [
  { algorithm: 'libc-memcpy', arraysMoved: 2, mbwTest: 'MEMCPY' },
  { algorithm: 'copy', arraysMoved: 2, mbwTest: 'DUMB' },
  { algorithm: 'read', arraysMoved: 1, mbwTest: 'MEMCPY' },
] as const;

const callCount = 5;

main(process.argv.slice(2).map(Number));

function main([arrayMib = 256, roundCount = 20]: readonly number[]): void {
  if (!(
    Number.isInteger(arrayMib) &&
    arrayMib > 0 &&
    Number.isInteger(roundCount) &&
    roundCount > 0
  )) {
    fail('usage: calibrate [MiB of one array] [rounds], both whole numbers from 1 on');
    return;
  }
  if (spawnSync('mbw', ['-h']).error !== undefined) {
    fail('mbw is not installed; on Debian and Ubuntu: apt-get install mbw');
    return;
  }
  const native = loadBackends().backends.find(({ name }) => name === 'native');
  const target = targets.find((id) =>
    native?.targets.some((status) => status.target === id && status.available),
  );
  if (native === undefined || target === undefined) {
    fail('the native kernels are not built; see build/native/error.log');
    return;
  }
  const rounds = Array.from({ length: roundCount }, (_, round) =>
    measureRound(native, target, arrayMib, round),
  );
  console.log(
    `arrays of ${arrayMib} MiB, default pages, ${roundCount} rounds; GB/s by bytes read and written`,
  );
  for (const [index, { algorithm, mbwTest }] of comparisons.entries()) {
    const pairs = rounds.map((round) => round[index]!);
    const ratios = pairs.map(({ own, mbw }) => own / mbw);
    const interval = medianInterval(ratios);
    const range =
      interval === null
        ? 'too few rounds for an interval'
        : `95% CI ${formatRatio(interval.low)}-${formatRatio(interval.high)}`;
    const figures = `${formatGigabytesPerSecond(median(pairs.map(({ own }) => own)))} over ${formatGigabytesPerSecond(median(pairs.map(({ mbw }) => mbw)))}`;
    console.log(
      `${algorithm} (${target}) over mbw ${mbwTest}: ${formatRatio(median(ratios))} (${range}), ${figures}`,
    );
  }
}

/** Bytes per second of each comparison, both sides within a second; each side is first in every other round. */
function measureRound(native: Backend, target: Target, arrayMib: number, round: number) {
  const arrayBytes = arrayMib * 2 ** 20;
  // Its own pages each time, as mbw has them.
  const workspace = native.allocate({ xBytes: arrayBytes, yBytes: arrayBytes, pages: 'default' });
  try {
    return comparisons.map(({ algorithm, arraysMoved, mbwTest }) => {
      const measureOwn = (): number =>
        (arraysMoved * arrayBytes) / ownSeconds(native, workspace, target, algorithm, arrayBytes);
      const measureMbw = (): number => (2 * arrayBytes) / mbwSeconds(mbwTest, arrayMib);
      if (round % 2 === 0) {
        const own = measureOwn();
        return { own, mbw: measureMbw() };
      }
      const mbw = measureMbw();
      return { own: measureOwn(), mbw };
    });
  } finally {
    workspace.free();
  }
}

/** Median of some calls on the same arrays. */
function ownSeconds(
  native: Backend,
  workspace: Workspace,
  target: Target,
  algorithm: string,
  arrayBytes: number,
): number {
  const { operation, passes } = algorithmOf(algorithm);
  const cell = cellAt(
    {
      operation,
      implementation: algorithm,
      target,
      problem: oneRow(arrayBytes / elementBytesOf(oneRow(1))),
      cacheState: 'warm',
      threadCount: 1,
      placement: null,
      scaling: null,
      pages: 'default',
      profile: null,
    },
    passes.map(({ pass, store }) => native.defaultVariant(target, pass, store)),
  );
  // The size of the cache matters to rings alone, and warm arrays have none.
  const request = timedRequestOf(cell, 1);
  const durationsNs = Array.from({ length: callCount }, () => workspace.time(request).durationNs);
  return median(durationsNs) / 1e9;
}

/** Median of as many copies by mbw: `0<tab>Method: MEMCPY<tab>Elapsed: 0.02237<tab>MiB: ...` a line. */
function mbwSeconds(test: MbwTest, arrayMib: number): number {
  const flags = ['-q', '-a', mbwFlags[test], '-n', String(callCount), String(arrayMib)];
  const { stdout } = spawnSync('mbw', flags, { encoding: 'utf8' });
  const seconds = [...stdout.matchAll(/Method: (\w+)\s+Elapsed: ([\d.]+)/g)].map(
    ([, method, text]) => {
      if (method !== test) throw new Error(`mbw ran ${method ?? ''}, not ${test}`);
      return Number(text);
    },
  );
  if (seconds.length !== callCount) throw new Error(`mbw printed something else: ${stdout}`);
  return median(seconds);
}

function fail(message: string): void {
  process.stderr.write(`calibrate: ${message}\n`);
  process.exitCode = 2;
}
