import type { CacheState, Target } from '../model/vocabulary.js';
import type { ResultDocument } from '../model/result.js';
import { schemaVersion } from '../storage/schema-version.js';
import type { Machine } from '../model/machine.js';
import { ledgerOf } from '../model/noise-ledger.js';
import type { CellOutcome } from '../model/outcome.js';
import type { Cell } from '../model/cell.js';
import { createRandom } from '../statistics/random.js';
import { algorithmOf, algorithms, type Algorithm, type PassUse } from '../softmax/algorithms.js';
import { trafficOf, trafficOfPass } from '../softmax/traffic.js';

/** An invented desktop with 48 KiB, 1 MiB and 32 MiB of cache. */
export const fixtureMachine: Machine = {
  anonymousId: null,
  cpuModel: 'Example Processor 9000 @ 4.00GHz',
  architecture: 'x64',
  isaFeatures: ['avx2', 'fma', 'avx512f', 'avx512dq', 'avx512bw', 'avx512vl'],
  logicalCpuCount: 8,
  hypervisor: null,
  caches: [
    { level: 1, kind: 'data', sizeBytes: 48 << 10, lineBytes: 64, sharedByCpuCount: 1 },
    { level: 2, kind: 'unified', sizeBytes: 1 << 20, lineBytes: 64, sharedByCpuCount: 1 },
    { level: 3, kind: 'unified', sizeBytes: 32 << 20, lineBytes: 64, sharedByCpuCount: 8 },
  ],
  lastLevelCacheBytes: 32 << 20,
  lastLevelCacheSource: 'operating system',
  memoryBytes: 32 * 2 ** 30,
  pageSizeBytes: 4096,
  transparentHugePages: 'madvise',
  operatingSystem: 'Linux 6.0.0',
  nodeVersion: 'v20.0.0',
};

const elementCounts = [1 << 12, 1 << 16, 1 << 20, 1 << 25];
const roundCount = 12;
const samplesPerRound = 3;

/**
 * A finished run of every algorithm on avx512 and of the plain ones on js, made by a seeded machine
 * whose calls take (bytes on the bus) / (bandwidth of the cache level) with 1 % of noise, a
 * drift from round to round that all algorithms share, and js slower by a fixed factor. `online` failed
 * at the largest size on avx512. The same document at every call.
 */
export function fixtureDocument(): ResultDocument {
  const random = createRandom(7);
  const roundDrift = Array.from({ length: roundCount }, () => 1 + 0.1 * random());
  const native = cellsOf(algorithms, 'avx512', 'paper');
  const js = cellsOf(algorithms.filter(runsOnJs), 'js', 'paper');
  const skipped = cellsOf([algorithmOf('two-pass-streaming')], 'js', 'paper');
  const outcomes = [...native, ...js].map((cell): CellOutcome => {
    if (cell.id === 'online/avx512/33554432/paper/t1') {
      return { status: 'failed', cell, message: 'killed by SIGSEGV' };
    }
    return measuredOutcome(cell, roundDrift, random);
  });
  return {
    schemaVersion,
    tool: { name: 'softmax-bench', version: '0.1.0', gitCommit: null, buildId: null },
    label: null,
    startedAtUtc: '2026-01-02T03:04:05.000Z',
    finishedAtUtc: '2026-01-02T03:05:05.000Z',
    machine: fixtureMachine,
    findings: [],
    resumedAtUtc: [],
    session: {
      backends: [
        {
          name: 'native',
          origin: 'local build',
          clock: { source: 'rdtscp', frequencyHz: 4e9, overheadNs: 8.5 },
          denormals: 'flushed',
          pageSizeBytes: 4096,
          hugePageBytes: 268435456,
        },
      ],
      passedOver: [],
      announcedPeakBytes: 400e6,
      measuredPeakBytes: 390e6,
    },
    plan: {
      config: {
        algorithms: ['all'],
        targets: ['avx512', 'js'],
        sizes: elementCounts,
        cacheStates: ['paper'],
        input: { distribution: 'normal', mean: 0, standardDeviation: 4 },
        seed: 1,
        rounds: { minimum: roundCount, maximum: roundCount },
        samplesPerRound,
        budgetSeconds: 60,
        precisionPercent: 1,
        precisionPercentInCache: 1,
        processes: 1,
        onlyNoiseFloor: false,
        perPass: true,
        hugePages: true,
        lastLevelCacheBytes: null,
      },
      cells: [...native, ...js],
      order: 'seeded shuffle, per round',
    },
    outcomes: [
      ...outcomes,
      ...skipped.map((cell) => ({
        status: 'skipped' as const,
        cell,
        reason: 'js has no streaming stores',
      })),
    ],
  };
}

function cellsOf(
  chosen: readonly Algorithm[],
  target: Target,
  cacheState: CacheState,
): readonly Cell[] {
  return elementCounts.flatMap((elementCount) =>
    chosen.map(({ id, passes }) => ({
      id: `${id}/${target}/${elementCount}/${cacheState}/t1`,
      algorithm: id,
      target,
      elementCount,
      cacheState,
      threadCount: 1,
      variants: passes.map(({ store }) => ({
        vectorBits: 512,
        unroll: 4,
        accumulators: 4,
        store,
        prefetchBytes: 0,
      })),
    })),
  );
}

function measuredOutcome(
  cell: Cell,
  roundDrift: readonly number[],
  random: () => number,
): CellOutcome {
  const rounds = roundDrift.flatMap((_, round) => new Array<number>(samplesPerRound).fill(round));
  const idealNs = idealDurationNs(cell);
  const { passes, computes } = algorithmOf(cell.algorithm);
  const isSoftmax = computes === 'softmax';
  const sample = (trueNs: number, round: number): number =>
    trueNs * roundDrift[round]! * (1 + 0.01 * (random() + random() - 1));
  return {
    status: 'measured',
    cell,
    verification: {
      maxUlpError: isSoftmax ? 1.5 : null,
      maxRelativeError: isSoftmax ? 1.2e-7 : null,
      sumError: isSoftmax ? 1e-7 : null,
      zeroOutputShare: isSoftmax ? 0 : null,
      comparedElementCount: isSoftmax ? cell.elementCount : 0,
    },
    batchCount: Math.max(1, Math.round(5e4 / idealNs)),
    durationsNs: rounds.map((round) => sample(idealNs, round)),
    passDurationsNs:
      passes.length > 1
        ? passes.map((use) => rounds.map((round) => sample(idealNs * busShare(use, cell), round)))
        : null,
    rounds,
    processes: rounds.map(() => 0),
    noise: ledgerOf([]),
    stopReason: 'rounds',
  };
}

/** A pass takes its share of the bytes on the bus. */
function busShare(use: PassUse, { algorithm }: Cell): number {
  return trafficOfPass(use, 1).busBytes! / trafficOf(algorithmOf(algorithm), 1).busBytes!;
}

/** In caches arithmetic costs extra; in memory it hides behind the transfers, as the paper found. */
function idealDurationNs({ algorithm, target, elementCount }: Cell): number {
  const described = algorithmOf(algorithm);
  const { busBytes, passBytes } = trafficOf(described, elementCount);
  const footprint = elementCount * 8;
  const [gigabytesPerSecond, arithmetic] =
    footprint <= 48 << 10 ? [200, 1.5] : footprint <= 32 << 20 ? [80, 1.2] : [16, 1.02];
  const slowdown = (described.computes === 'softmax' ? arithmetic : 1) * (target === 'js' ? 20 : 1);
  return ((busBytes ?? passBytes) / gigabytesPerSecond) * slowdown;
}

function runsOnJs({ passes, skeletonOf }: Algorithm): boolean {
  return skeletonOf === null && passes.every(({ store }) => store === 'ordinary');
}
