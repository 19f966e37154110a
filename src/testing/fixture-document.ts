import { cellAt, type Cell } from '../model/cell.js';
import type { CacheProbe, Machine } from '../model/machine.js';
import { ledgerOf } from '../model/noise.js';
import type { CellOutcome, Verification } from '../model/outcome.js';
import { elementsOf, oneRow, workingSetOf, type Problem } from '../model/problem.js';
import { schemaVersion, type ResultDocument } from '../model/result.js';
import type { OperationId, Pages, Target } from '../model/vocabulary.js';
import { algorithmOf, algorithms, type Algorithm, type PassUse } from '../softmax/algorithms.js';
import { trafficOf, trafficOfCall, trafficOfPass } from '../softmax/traffic.js';
import { createRandom } from '../statistics/random.js';

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
  reportedLastLevelCacheBytes: 32 << 20,
  cacheProbe: null,
  memoryBytes: 32 * 2 ** 30,
  pageSizeBytes: 4096,
  transparentHugePages: 'madvise',
  operatingSystem: 'Linux 6.0.0',
  nodeVersion: 'v20.0.0',
};

/** A probe that agrees with the fixture machine. */
export const fixtureProbe: CacheProbe = {
  cpu: 0,
  target: 'avx512',
  seconds: 1.2,
  points: [],
  capacity: { capacityBytes: 30 << 20, lowBytes: 24 << 20, highBytes: 32 << 20 },
  innerCapacityBytes: [1 << 20],
  memoryBytesPerSecond: { read: 14e9, copy: 12e9 },
  touchBytesPerSecond: 1e9,
  conclusion: 'agrees',
  explanation: 'copy drops to DRAM speed at about 30 MiB [24 MiB to 32 MiB].',
};

const elementCounts = [1 << 12, 1 << 16, 1 << 20, 1 << 25];
const roundCount = 12;
const samplesPerRound = 3;

/**
 * A finished run of the algorithms of `operations`, their memory-only versions and every baseline on avx512, and
 * of the plain ones on js, made by a seeded machine whose calls take (bytes on the bus) / (bandwidth of the cache
 * level) with 1% of noise, a drift from round to round that all algorithms share, and js slower by a fixed
 * factor. `online` failed at the largest size on avx512. The same document at every call.
 */
export function fixtureDocument(operations: readonly OperationId[] = ['softmax']): ResultDocument {
  const random = createRandom(7);
  const roundDrift = Array.from({ length: roundCount }, () => 1 + 0.1 * random());
  const chosen = algorithms.filter(({ kind, operation, skeletonOf }) =>
    kind === 'baseline'
      ? true
      : operations.includes(skeletonOf === null ? operation : algorithmOf(skeletonOf).operation),
  );
  const native = cellsOf(chosen, 'avx512');
  const js = cellsOf(chosen.filter(runsOnJs), 'js');
  const skipped = cellsOf([algorithmOf('two-pass-nt')], 'js');
  const outcomes = [...native, ...js].map((cell): CellOutcome => {
    const isLargest = cell.problem.columns === elementCounts.at(-1);
    if (cell.implementation === 'online' && cell.target === 'avx512' && isLargest) {
      return { status: 'failed', cell, message: 'killed by SIGSEGV' };
    }
    return measuredOutcome(cell, roundDrift, random);
  });
  return {
    schemaVersion,
    tool: { name: 'softmax-bench', version: '0.1.0', gitCommit: null, buildId: null },
    label: null,
    startedAtUtc: '2026-01-02T03:04:05.000Z',
    resumedAtUtc: [],
    finishedAtUtc: '2026-01-02T03:05:05.000Z',
    machine: fixtureMachine,
    findings: [],
    session: fixtureSession,
    plan: {
      config: {
        algorithms: ['all'],
        targets: ['avx512', 'js'],
        sizes: elementCounts,
        cacheStates: ['cold-output'],
        input: { distribution: 'normal', mean: 0, standardDeviation: 4 },
        seed: 1,
        rounds: { minimum: roundCount, maximum: roundCount },
        samplesPerRound,
        budgetSeconds: 60,
        precisionPercent: 1,
        precisionPercentInCache: 1,
        processes: 1,
        aaOnly: false,
        perPass: true,
        pages: ['default'],
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
        reason: 'js has no non-temporal stores',
      })),
    ],
  };
}

const fixtureSession: ResultDocument['session'] = {
  backends: [
    {
      name: 'native',
      origin: 'local build',
      clock: { source: 'rdtscp', frequencyHz: 4e9, overheadNs: 8.5 },
      denormals: 'flushed',
      workspaces: [{ pages: 'default', pageSizeBytes: 4096, bytes: 2 ** 28, hugePageBytes: 0 }],
    },
    {
      name: 'js',
      origin: null,
      clock: { source: 'performance.now', frequencyHz: 1e9, overheadNs: 40 },
      denormals: 'kept',
      workspaces: [{ pages: 'default', pageSizeBytes: 4096, bytes: 2 ** 28, hugePageBytes: null }],
    },
  ],
  unavailableKernels: [],
  announcedPeakBytes: 400e6,
  measuredPeakBytes: 390e6,
};

/** A cell of that algorithm with one thread and a cold output, each pass by a plain variant with its kind of store. */
export function fixtureCell(
  { id, operation, passes }: Algorithm,
  target: Target,
  problem: Problem,
  pages: Pages = 'default',
): Cell {
  return cellAt(
    {
      operation,
      implementation: id,
      target,
      problem,
      cacheState: 'cold-output',
      threadCount: 1,
      placement: null,
      scaling: null,
      pages,
      profile: null,
    },
    passes.map(({ store }) => ({
      vectorBits: 512,
      unroll: 4,
      accumulators: 4,
      store,
      prefetchBytes: 0,
    })),
  );
}

function cellsOf(chosen: readonly Algorithm[], target: Target): readonly Cell[] {
  return elementCounts.flatMap((elementCount) =>
    chosen.map((algorithm) => fixtureCell(algorithm, target, oneRow(elementCount))),
  );
}

function measuredOutcome(
  cell: Cell,
  roundDrift: readonly number[],
  random: () => number,
): CellOutcome {
  const rounds = roundDrift.flatMap((_, round) => new Array<number>(samplesPerRound).fill(round));
  const idealNs = idealDurationNs(cell);
  const { passes } = algorithmOf(cell.implementation);
  const sample = (trueNs: number, round: number): number =>
    trueNs * roundDrift[round]! * (1 + 0.01 * (random() + random() - 1));
  return {
    status: 'measured',
    cell,
    verification: verificationOf(cell),
    batchCount: Math.max(1, Math.round(5e4 / idealNs)),
    durationsNs: rounds.map((round) => sample(idealNs, round)),
    passDurationsNs:
      passes.length > 1
        ? passes
            .map((use) => idealNs * busShare(use, cell))
            .map((passNs) => rounds.map((round) => sample(passNs, round)))
        : null,
    rounds,
    processes: rounds.map(() => 0),
    noise: ledgerOf([]),
    stopReason: 'rounds',
  };
}

function verificationOf({ operation, problem }: Cell): Verification {
  const isElementwise = operation === 'softmax' || operation === 'log-softmax';
  const isComputed = isElementwise || operation === 'logsumexp';
  return {
    maxUlpError: isComputed ? 1.5 : null,
    maxRelativeError: isComputed ? 1.2e-7 : null,
    sumError: isElementwise ? 1e-7 : null,
    zeroOutputShare: operation === 'softmax' ? 0 : null,
    comparedElementCount: isElementwise ? elementsOf(problem) : isComputed ? 1 : 0,
  };
}

/** A pass takes its share of the bytes on the bus. */
function busShare(use: PassUse, cell: Cell): number {
  const whole = trafficOfCall(algorithmOf(cell.implementation), cell).busBytes!;
  return trafficOfPass(use, cell).busBytes! / whole;
}

/** In caches arithmetic costs extra; in memory it hides behind the transfers, as the paper found. */
function idealDurationNs({ implementation, target, problem }: Cell): number {
  const described = algorithmOf(implementation);
  const { busBytes, passBytes } = trafficOf(described, problem);
  const workingSetBytes = workingSetOf(problem);
  const [gigabytesPerSecond, arithmetic] =
    workingSetBytes <= 48 << 10 ? [200, 1.5] : workingSetBytes <= 32 << 20 ? [80, 1.2] : [16, 1.02];
  const slowdown = (described.kind === 'algorithm' ? arithmetic : 1) * (target === 'js' ? 20 : 1);
  return ((busBytes ?? passBytes) / gigabytesPerSecond) * slowdown;
}

function runsOnJs({ passes, skeletonOf }: Algorithm): boolean {
  return skeletonOf === null && passes.every(({ store }) => store === 'ordinary');
}
