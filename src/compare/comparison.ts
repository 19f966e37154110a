import type { CacheState, Target } from '../model/vocabulary.js';
import type { Interval } from '../statistics/median-interval.js';
import type { ComparedRatio } from './ratio.js';
import type { Metric, SizeAxis } from './views.js';

/** Everything that is shown of a comparison, as plain data that JSON can hold. */
export interface Comparison {
  /** Version of this shape. */
  readonly comparisonVersion: 1;
  readonly metric: Metric;
  readonly by: SizeAxis;
  /** What the values of the metric are: `ns per element`. */
  readonly unit: string;
  /** The result in a sentence or two, each of which ends with a full stop. */
  readonly answer: readonly string[];
  /** Name of the machine that the others are compared with. */
  readonly baseline: string;
  /** By rank, the best first. */
  readonly machines: readonly ComparedMachine[];
  /** What ranks rest on. */
  readonly shared: SharedCells;
  /** Each other machine against the baseline, in the order of `machines`. */
  readonly pairs: readonly PairComparison[];
  /** Sentences on what limits the comparison as a whole. */
  readonly notes: readonly string[];
  readonly unusable: readonly UnusableFile[];
}

/** A file that was given and could not be compared, or adds nothing. */
export interface UnusableFile {
  readonly path: string;
  /** One sentence without the path. */
  readonly reason: string;
}

/** One machine, as the ranked table shows it; null for what it did not measure. */
export interface ComparedMachine {
  readonly name: string;
  readonly isBaseline: boolean;
  readonly cpuModel: string;
  readonly build: string;
  /** Files of its runs. */
  readonly paths: readonly string[];
  readonly runCount: number;
  /** Where its figures are from: its widest target, and what all machines share. */
  readonly target: Target | null;
  readonly cacheState: CacheState | null;
  readonly threadCount: number | null;
  readonly lastLevelBytes: number;
  /** From 1: one more than the machines that are surely better. Null when machines share no cell. */
  readonly rank: number | null;
  /** Whether another machine has that rank, or cannot be told from this one. */
  readonly isTied: boolean;
  /** Geometric mean over the shared cells, against the baseline. */
  readonly overBaseline: ComparedRatio | null;
  /**
   * Borda count over the shared cells: the share of the other machines that this one beats at a cell, ties for
   * half, as the mean over cells; from 0 to 1.
   */
  readonly bordaShare: number | null;
  /** Of the largest size out of cache, by pass bytes. */
  readonly copyBytesPerSecond: number | null;
  readonly readBytesPerSecond: number | null;
  /** The fastest softmax in each region, by its median over the sizes that lie clearly in it. */
  readonly best: readonly BestInRegion[];
  /** Two-pass over the better three-pass algorithm at the largest size out of cache. */
  readonly twoPassGain: {
    readonly ratio: number;
    readonly interval: Interval | null;
    readonly over: string;
  } | null;
  /** Speed of two-pass out of cache over that of its skeleton. */
  readonly skeletonFraction: number | null;
  readonly variation: readonly RegionVariation[];
}

export interface BestInRegion {
  readonly region: string;
  readonly algorithm: string;
  readonly nsPerElement: number;
}

/** How much times vary, as shares: 0.02 is 2 %. Medians over the softmax algorithms. */
export interface RegionVariation {
  readonly region: string;
  /** Half-width of the 95 % interval of one run's median. */
  readonly withinRun: number | null;
  /** Standard deviation from run to run; null for one run. */
  readonly betweenRuns: number | null;
}

/** The cells that every machine measured. */
export interface SharedCells {
  readonly cacheState: CacheState | null;
  readonly threadCount: number | null;
  readonly cellCount: number;
  readonly algorithms: readonly string[];
  /** Element counts, or footprints over the last-level cache. */
  readonly sizes: readonly number[];
}

/** What is to be known about a pair before its figures are believed. */
export interface Concern {
  readonly aspect:
    | 'schema'
    | 'cache state'
    | 'distribution'
    | 'page size'
    | 'kernel build'
    | 'thread count'
    | 'target'
    | 'byte model'
    | 'subnormals'
    | 'completeness'
    | 'failures'
    | 'algorithms'
    | 'sizes'
    | 'metric'
    | 'regions';
  /** `refused`: what it concerns is left out. `warning`: it is compared all the same. */
  readonly severity: 'refused' | 'warning';
  /** One sentence. */
  readonly explanation: string;
}

/** One machine against the baseline; a ratio above 1 means that the machine is better. */
export interface PairComparison {
  readonly machine: string;
  readonly baseline: string;
  readonly concerns: readonly Concern[];
  /** Of all softmax algorithms together, by region. */
  readonly regions: readonly RegionComparison[];
  /** By algorithm and region. */
  readonly rows: readonly RegionComparison[];
  /** Cells that are surely different, the largest difference first. */
  readonly mostDifferent: readonly CellComparison[];
  /** All cells, when there is one pair; else empty. */
  readonly cells: readonly CellComparison[];
  readonly cellCount: number;
}

/** Where both sides were measured; the target is `avx512 : avx2` where they differ, the machine's first. */
interface PairGroup {
  readonly target: string;
  readonly cacheState: CacheState;
  readonly threadCount: number;
  readonly algorithm: string;
  /** `memory`, or `memory : last-level` where the size lies elsewhere on the two, the machine's first. */
  readonly region: string;
}

export interface RegionComparison extends PairGroup, ComparedRatio {
  /** Sizes that the geometric mean is over; transitions are left out where there are others. */
  readonly cellCount: number;
}

export interface CellComparison extends PairGroup, ComparedRatio {
  readonly kind: 'softmax' | 'baseline';
  /** Element count, or footprint over the last-level cache. */
  readonly size: number;
  readonly isTransition: boolean;
  /** In `Comparison.unit`. */
  readonly value: number;
  readonly baselineValue: number;
}
