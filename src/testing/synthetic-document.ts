import type { CellPoint } from '../model/axes.js';
import { cellAt } from '../model/cell.js';
import type { Machine } from '../model/machine.js';
import { ledgerOf } from '../model/noise.js';
import type { CellOutcome, Verification } from '../model/outcome.js';
import { oneRow } from '../model/problem.js';
import type { ResultDocument } from '../model/result.js';
import type { Pages } from '../model/vocabulary.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { createRandom } from '../statistics/random.js';
import { fixtureCell, fixtureDocument } from './fixture-document.js';
import { gaussian } from './gaussian.js';

/** Values on the axes of threads, and variants other than the default. */
export type SyntheticThreads = Pick<CellPoint, 'threadCount' | 'placement' | 'scaling'> &
  Partial<Pick<CellPoint, 'profile'>>;

/** A machine whose truth is known, and how noisily it is observed. */
export interface SyntheticRun {
  /** The true time of one call, in nanoseconds. */
  readonly trueNs: (
    algorithm: string,
    elementCount: number,
    pages: Pages,
    threads: SyntheticThreads,
  ) => number;
  readonly algorithms: readonly string[];
  /** Each of one row. */
  readonly elementCounts: readonly number[];
  readonly pages?: readonly Pages[];
  /** One thread by default. */
  readonly threads?: readonly SyntheticThreads[];
  /** Of each thread the time over that of the call; those that are left out take as long as the call. */
  readonly threadShares?: readonly number[];
  readonly session?: ResultDocument['session'];
  readonly machine?: Partial<Machine>;
  readonly roundCount?: number;
  /** Rounds are spread evenly over so many; one by default. */
  readonly processCount?: number;
  readonly samplesPerRound?: number;
  /** Relative size of the noise of a sample; half of it hits a cell in all samples of a round. */
  readonly noise?: number;
  readonly seed?: number;
  /** Whether passes were sampled, each taking the same share of the call. */
  readonly perPass?: boolean;
}

const base = fixtureDocument();

const oneThread: SyntheticThreads = { threadCount: 1, placement: null, scaling: null };

const unverified: Verification = {
  maxUlpError: null,
  maxRelativeError: null,
  sumError: null,
  zeroOutputShare: null,
  comparedElementCount: 0,
};

/** A finished avx512 run with cold outputs on that machine. The same seed gives the same document. */
export function syntheticDocument({
  trueNs,
  algorithms,
  elementCounts,
  pages: pagesKinds = ['default'],
  threads: threadPoints = [oneThread],
  threadShares = [],
  session = base.session,
  machine = {},
  roundCount = 12,
  processCount = 1,
  samplesPerRound = 3,
  noise = 0.02,
  seed = 1,
  perPass = false,
}: SyntheticRun): ResultDocument {
  const random = createRandom(seed);
  const drift = Array.from({ length: roundCount }, () => 1 + 0.2 * random());
  const outcomeOf = (
    id: string,
    elementCount: number,
    pages: Pages,
    threads: SyntheticThreads,
  ): CellOutcome => {
    const algorithm = algorithmOf(id);
    const { passes } = algorithm;
    const hasPasses = perPass && passes.length > 1;
    const visits = drift.map((slowdown) => slowdown * (1 + (noise / 2) * gaussian(random)));
    const rounds = visits.flatMap((_, round) => new Array<number>(samplesPerRound).fill(round));
    const callNs = trueNs(id, elementCount, pages, threads);
    const samples = (share: number): number[] =>
      rounds.map((round) => callNs * share * visits[round]! * (1 + noise * gaussian(random)));
    const plain = fixtureCell(algorithm, 'avx512', oneRow(elementCount), pages);
    const durationsNs = samples(1);
    return {
      status: 'measured',
      cell: cellAt({ ...plain, ...threads }, plain.variants),
      verification: unverified,
      batchCount: 1,
      durationsNs,
      threadDurationsNs: durationsOfThreads(durationsNs, threads, threadShares),
      passDurationsNs: hasPasses ? passes.map(() => samples(1 / passes.length)) : null,
      rounds,
      processes: rounds.map((round) => Math.floor((round * processCount) / roundCount)),
      noise: ledgerOf([]),
      stopReason: 'rounds',
    };
  };
  const points = pagesKinds.flatMap((pages) => threadPoints.map((threads) => ({ pages, threads })));
  const outcomes = points.flatMap(({ pages, threads }) =>
    elementCounts.flatMap((count) => algorithms.map((id) => outcomeOf(id, count, pages, threads))),
  );
  return {
    ...base,
    machine: { ...base.machine, ...machine },
    session,
    plan: { ...base.plan, cells: outcomes.map(({ cell }) => cell) },
    outcomes,
  };
}

/** By thread, each as long as its share of the whole says; null for one thread. */
function durationsOfThreads(
  durationsNs: readonly number[],
  { threadCount }: SyntheticThreads,
  shares: readonly number[],
): number[][] | null {
  if (threadCount === 1) return null;
  return Array.from({ length: threadCount }, (_, thread) =>
    durationsNs.map((ns) => ns * (shares[thread] ?? 1)),
  );
}
