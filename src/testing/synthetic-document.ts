import type { ResultDocument } from '../model/result.js';
import type { Machine } from '../model/machine.js';
import { ledgerOf } from '../model/noise-ledger.js';
import type { CellOutcome } from '../model/outcome.js';
import { createRandom } from '../statistics/random.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { fixtureDocument } from './fixture-document.js';

/** A machine whose truth is known, and how noisily it is observed. */
export interface SyntheticRun {
  /** The true time of one call, in nanoseconds. */
  readonly trueNs: (algorithm: string, elementCount: number) => number;
  readonly algorithms: readonly string[];
  readonly elementCounts: readonly number[];
  readonly machine?: Partial<Machine>;
  readonly roundCount?: number;
  readonly samplesPerRound?: number;
  /** Relative size of the noise of a sample; half of it hits a cell in all samples of a round. */
  readonly noise?: number;
  readonly seed?: number;
  /** Whether passes were sampled, each taking the same share of the call. */
  readonly perPass?: boolean;
}

const base = fixtureDocument();

/** A finished avx512 run in the paper's cache state on that machine. The same seed gives the same document. */
export function syntheticDocument({
  trueNs,
  algorithms,
  elementCounts,
  machine = {},
  roundCount = 12,
  samplesPerRound = 3,
  noise = 0.02,
  seed = 1,
  perPass = false,
}: SyntheticRun): ResultDocument {
  const random = createRandom(seed);
  const drift = Array.from({ length: roundCount }, () => 1 + 0.2 * random());
  const outcomes = elementCounts.flatMap((elementCount) =>
    algorithms.map((algorithm): CellOutcome => {
      const { passes } = algorithmOf(algorithm);
      const visits = drift.map((slowdown) => slowdown * (1 + (noise / 2) * gaussian(random)));
      const rounds = visits.flatMap((_, round) => new Array<number>(samplesPerRound).fill(round));
      const sample = (round: number, share: number): number =>
        trueNs(algorithm, elementCount) * share * visits[round]! * (1 + noise * gaussian(random));
      return {
        status: 'measured',
        cell: {
          id: `${algorithm}/avx512/${elementCount}/paper/t1`,
          algorithm,
          target: 'avx512',
          elementCount,
          cacheState: 'paper',
          threadCount: 1,
          variants: passes.map(({ store }) => ({
            vectorBits: 512,
            unroll: 4,
            accumulators: 4,
            store,
            prefetchBytes: 0,
          })),
        },
        verification: {
          maxUlpError: null,
          maxRelativeError: null,
          sumError: null,
          zeroOutputShare: null,
          comparedElementCount: 0,
        },
        batchCount: 1,
        durationsNs: rounds.map((round) => sample(round, 1)),
        passDurationsNs:
          perPass && passes.length > 1
            ? passes.map(() => rounds.map((round) => sample(round, 1 / passes.length)))
            : null,
        rounds,
        processes: rounds.map(() => 0),
        noise: ledgerOf([]),
        stopReason: 'rounds',
      };
    }),
  );
  return {
    ...base,
    machine: { ...base.machine, ...machine },
    plan: { ...base.plan, cells: outcomes.map(({ cell }) => cell) },
    outcomes,
  };
}

/** From a normal distribution, by the method of Box and Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
