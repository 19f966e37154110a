import type { CacheState, Target } from '../model/vocabulary.js';
import type { RunConfig } from '../model/run-config.js';
import type { ResultDocument, Session } from '../model/result.js';
import type { Machine } from '../model/machine.js';
import type { StoreKind } from '../softmax/algorithms.js';
import type { PassId, Stream } from '../softmax/passes.js';
import type { StopReason } from '../model/outcome.js';
import type { PairedRatio } from '../statistics/paired-ratio.js';
import type { Trend } from '../statistics/trend.js';
import type { ProblemGroup } from './quality/problems.js';
import type { Interval } from '../statistics/median-interval.js';

/**
 * Everything that reports, figures and exports show of one result, as plain data that JSON can hold:
 * no number in it is NaN or infinite. Derived from the document alone by `analyze`.
 */
export interface Analysis {
  /** Version of this shape; see `schema.ts`. */
  readonly analysisVersion: 1;
  /** The result in two sentences; each ends with a full stop. */
  readonly answer: readonly [string, string];
  readonly run: RunFacts;
  readonly machine: Machine;
  readonly protocol: Protocol;
  /** One sentence each: what weakens the figures, worst first. */
  readonly warnings: readonly string[];
  readonly caches: CacheFindings;
  /** What was measured together; in the order of targets, then cache states. Empty if nothing was. */
  readonly groups: readonly GroupFacts[];
  /** The group that the answer, the claims and the figures of one group are about; see `subject.ts`. */
  readonly subject: GroupFacts | null;
  /** Every measured cell: by group, then element count, then the order of `softmax/algorithms.ts`. */
  readonly cells: readonly CellAnalysis[];
  /** The passes and the baselines at the out-of-cache size of each group that has one. */
  readonly passTable: readonly PassTableRow[];
  /** Newer algorithms over the two three-pass ones, at every size that holds both. */
  readonly speedups: readonly Speedup[];
  /** One for each group that measured copy and copy-streaming out of cache. */
  readonly writeAllocateProbes: readonly WriteAllocateProbe[];
  /** What algorithms seem to differ by from their twins: less than that is no difference. */
  readonly noiseFloors: readonly NoiseFloor[];
  readonly steadiness: Steadiness;
  /** Figures that cannot be true; the cells carry a flag. */
  readonly impossible: readonly ImpossibleFigure[];
  readonly paperClaims: readonly PaperClaim[];
  /** Skipped and failed cells by reason, failures first. */
  readonly problems: readonly ProblemGroup[];
  /** Planned cells of which the document says nothing: the run ended before them. */
  readonly unmeasuredCellCount: number;
}

/** Which run this was. */
export interface RunFacts {
  /** Start instant and a hash of the machine and the seed: tells runs apart in merged tables. */
  readonly runId: string;
  readonly tool: ResultDocument['tool'];
  /** What the user calls it, or null. */
  readonly label: string | null;
  readonly startedAtUtc: string;
  readonly resumedAtUtc: readonly string[];
  readonly finishedAtUtc: string | null;
  /** False for a run that was interrupted. */
  readonly isComplete: boolean;
}

/** How was measured. */
export interface Protocol {
  readonly config: RunConfig;
  readonly session: Session | null;
  readonly measuredCellCount: number;
  readonly sampleCount: number;
  /** Fewest and most rounds that a measured cell got; null when nothing was measured. */
  readonly roundCounts: Interval | null;
  /** Largest error of any measured cell in units in the last place, and share of zero outputs; null if not verified. */
  readonly maxUlpError: number | null;
  readonly maxZeroOutputShare: number | null;
}

/** A set of cells that differ only in algorithm and element count. */
export interface Group {
  readonly target: Target;
  readonly cacheState: CacheState;
  readonly threadCount: number;
}

export interface GroupFacts extends Group {
  /** Ascending; never empty. */
  readonly elementCounts: readonly number[];
  /** The size that stands for memory in tables and claims, or null when none left the caches. */
  readonly outOfCacheElementCount: number | null;
  /** False when that size is larger than the cache, but not by `outOfCacheMultiple` for each array. */
  readonly isFarOutOfCache: boolean;
}

/** Where data lives: `L1`, `L2` for inner caches, `last-level` for the outermost, `memory` beyond. */
export type Region = `L${number}` | 'last-level' | 'memory';

export interface CacheBoundary {
  /** The region that ends here. */
  readonly region: Exclude<Region, 'memory'>;
  /** Largest footprint (x and y together) that fits. */
  readonly capacityBytes: number;
  /** `measured` when the bandwidth showed that what was reported cannot be right. */
  readonly source: Machine['lastLevelCacheSource'] | 'measured';
}

export interface CacheFindings {
  /** Ascending capacity, the last one `last-level`. Footprints within a factor of 2 are transitions. */
  readonly boundaries: readonly CacheBoundary[];
  readonly reportedLastLevelBytes: number;
  /** Where read (or copy) bandwidth falls to that of memory; null when no such knee was seen. */
  readonly measuredLastLevelBytes: number | null;
  /** One sentence: which sizes were used and why. */
  readonly explanation: string;
}

/** A ratio paired within rounds; the interval is null for too few rounds. */
export type Ratio = PairedRatio;

export type Verdict = 'memory-bound' | 'compute-bound' | 'mixed';

/** What is to be known about a cell before its figures are believed. */
export type CellFlag =
  | 'few-samples'
  | 'interrupted'
  | 'stolen-time'
  | 'page-faults'
  | 'context-switches'
  | 'above-read-bandwidth'
  | 'above-peak-bandwidth'
  | 'verdict-uncertain';

/** One measured cell as a whole. Times are of one call; bandwidths are bytes over the median time. */
export interface CellFacts extends Group {
  readonly id: string;
  readonly algorithm: string;
  readonly kind: 'softmax' | 'baseline' | 'skeleton';
  readonly elementCount: number;
  /** Of x and y together, also where the algorithm uses one of them: the size axis of all figures. */
  readonly footprintBytes: number;
  readonly region: Region;
  /** Within a factor of 2 of a cache boundary, where figures mix two levels. */
  readonly isTransition: boolean;
  /** Each array is at least `outOfCacheMultiple` times the last-level cache. */
  readonly isOutOfCache: boolean;

  readonly sampleCount: number;
  readonly batchCount: number;
  readonly medianNs: number;
  /** Median absolute deviation, unscaled. */
  readonly madNs: number;
  /** Bootstrap interval of the median; null for too few samples. */
  readonly ci95Ns: Interval | null;
  readonly nsPerElement: number;

  readonly usefulBytesPerSecond: number;
  readonly passBytesPerSecond: number;
  /** Null when the C library chooses the kind of store. */
  readonly busBytesPerSecond: number | null;
  /** Pass bandwidth over that of libc-memcpy at this size; null when that was not measured. */
  readonly memcpyFraction: number | null;

  /** copy's median time by pass bytes (paper, section 3) and by bus bytes; null without copy. */
  readonly predictedByPassBytesNs: number | null;
  readonly predictedByBusBytesNs: number | null;
  /** Median of the same passes without arithmetic; null for what has no skeleton. */
  readonly skeletonNs: number | null;
  /** Measured time over the predicted one, paired within rounds: 1 means that the model holds. */
  readonly overPassPrediction: Pick<Ratio, 'ratio'> | null;
  readonly overBusPrediction: Pick<Ratio, 'ratio'> | null;
  /** Speed over that of the skeleton: 1 means that arithmetic costs nothing. */
  readonly skeletonFraction: Ratio | null;
  /** By the rule of `verdict-rule.ts`; null without a skeleton. */
  readonly verdict: Verdict | null;
  readonly flags: readonly CellFlag[];
}

/** One measured cell with its passes and all intervals. */
export interface CellAnalysis extends CellFacts {
  readonly overPassPrediction: Ratio | null;
  readonly overBusPrediction: Ratio | null;
  /** In the order of the algorithm; one-pass algorithms have one; null when not sampled by pass. */
  readonly passes: readonly PassAnalysis[] | null;
}

/** One pass of a cell, sampled with the clock read between passes. */
export interface PassAnalysis {
  /** From 0, the place in the algorithm. */
  readonly index: number;
  readonly pass: PassId;
  readonly store: StoreKind;
  readonly reads: readonly Stream[];
  readonly writes: readonly Stream[];
  readonly sampleCount: number;
  readonly medianNs: number;
  readonly madNs: number;
  readonly ci95Ns: Interval | null;
  /** Null where the pass is too short to be told from the cost of the clock. */
  readonly passBytesPerSecond: number | null;
  readonly busBytesPerSecond: number | null;
}

/** A pass out of cache, or a baseline beside it. */
export interface PassTableRow extends Group, PassAnalysis {
  readonly algorithm: string;
  readonly kind: 'softmax' | 'baseline';
  readonly elementCount: number;
  /** The baseline with the same reads, writes and stores; null if it was not measured, or is this one. */
  readonly baseline: string | null;
  /** Speed over that of the baseline. */
  readonly baselineFraction: number | null;
  /** Speed over that of the same pass in the skeleton, paired within rounds; null without one. */
  readonly skeletonFraction: Ratio | null;
  /** By the rule of `verdict-rule.ts`, on the share of the skeleton's speed. */
  readonly verdict: Verdict | null;
}

/** How many times faster `algorithm` is than `over`. */
export interface Speedup extends Group, PairedRatio {
  readonly algorithm: string;
  readonly over: 'three-pass-recompute' | 'three-pass-reload';
  readonly elementCount: number;
  readonly footprintBytes: number;
  readonly region: Region;
  readonly isTransition: boolean;
  readonly isOutOfCache: boolean;
  /** Differences up to this ratio are not claimed here; 1 where no twin was measured. */
  readonly floorRatio: number;
  /** An interval that holds 1, or reaches into the noise floor, is no difference; null without an interval. */
  readonly classification: 'faster' | 'slower' | 'no difference' | null;
  /** The ratio if time were proportional to bytes of that kind. */
  readonly predictedByPassBytes: number;
  readonly predictedByBusBytes: number | null;
  /** The ratio of the medians of the two skeletons; null when one was not measured. */
  readonly predictedBySkeletons: number | null;
}

/** What an algorithm seems to differ by from itself, measured under two names; `ratio` is that of twin and original. */
export interface NoiseFloor extends FloorRatio, PairedRatio {
  readonly algorithm: string;
  readonly elementCount: number;
}

/** The part of a noise floor that says what may be claimed. */
export interface FloorRatio extends Group {
  readonly region: Region;
  /** The ratio or its inverse, whichever is above 1: less is no difference in that region. */
  readonly floorRatio: number;
}

export type DisturbanceCause =
  'stolen time' | 'other programs' | 'context switches' | 'page faults' | 'a slow clock';

/** How steady the machine was, and what that means for the figures. */
export interface Steadiness {
  /** Processes that measured one after the other, those that replaced a crashed one included. */
  readonly processCount: number;
  /** Why cells were not measured further; reasons without a cell are left out. */
  readonly stopCounts: readonly { readonly reason: StopReason; readonly cellCount: number }[];
  /** Of the wall time of the run, what was spent in kernels and what the cache states demand before them. */
  readonly sampledShare: number | null;
  /** Median of the clock that dependent instructions seemed to run at. */
  readonly usualClockHz: number | null;
  /** CPUs that other programs kept busy while samples were taken, on average. */
  readonly otherCpuLoad: number | null;
  readonly disturbances: Disturbances;
  /** Null when two-pass and a three-pass algorithm were not measured together. */
  readonly headline: Headline | null;
}

/** Rounds of a size in which the machine did something else as well. They are kept. */
export interface Disturbances {
  readonly roundCount: number;
  readonly disturbedCount: number;
  /** A round can have several causes. */
  readonly causes: readonly { readonly cause: DisturbanceCause; readonly roundCount: number }[];
  /** The most that a cell's median would change without them, as a share; null when nothing would. */
  readonly largestMedianChange: number | null;
}

/** The ratio that the answer is about, round by round. */
export interface Headline extends Group {
  readonly algorithm: string;
  readonly over: string;
  readonly elementCount: number;
  /** In the order of time. */
  readonly rounds: readonly RoundRatio[];
  /** By the test of `statistics/trend.ts`; null for too few rounds. */
  readonly trend: Trend | null;
  /** Share of the variance of a round's ratio that lies between processes; null for one process. */
  readonly betweenProcessShare: number | null;
  /** The ratio without the disturbed rounds; null when none, or all, were disturbed. */
  readonly undisturbed: Ratio | null;
}

/** The ratio of one round. */
export interface RoundRatio {
  readonly round: number;
  readonly process: number;
  readonly ratio: number;
  readonly isDisturbed: boolean;
}

/** Whether ordinary stores read the line that they are about to overwrite. */
export interface WriteAllocateProbe extends Group {
  readonly elementCount: number;
  /** Time of copy over that of copy-streaming. Bytes alone give 1.5 with the read and 1 without. */
  readonly copyOverStreaming: Ratio;
  /** Share of the allocation reads that seem to be avoided, (1.5 - ratio) / 0.5 within [0, 1]. */
  readonly avoidedShare: number;
  readonly conclusion: 'allocates' | 'partly' | 'avoids' | 'unknown';
  /** One sentence. */
  readonly explanation: string;
}

export interface ImpossibleFigure {
  readonly cellId: string;
  readonly limit: 'read bandwidth' | 'peak bandwidth';
  /** Of the bytes that the limit holds for (see `impossible.ts`), and the limit. */
  readonly bytesPerSecond: number;
  readonly limitBytesPerSecond: number;
  /** One sentence. */
  readonly explanation: string;
}

/** A firm claim of Dukhan and Ablavatski 2020, held against this run. */
export interface PaperClaim {
  readonly id: string;
  /** What is claimed, in one sentence. */
  readonly claim: string;
  /** `paper`: stated there. `derived`: the paper's argument with write-allocation counted. */
  readonly origin: 'paper' | 'derived';
  /** The claimed speed-up as a ratio: 1.28 for 28 %. Null for a claim without a number. */
  readonly claimedRatio: number | null;
  /** What this run measured for it; null when it measured nothing comparable. */
  readonly measured: Ratio | null;
  readonly outcome: 'reproduced' | 'not reproduced' | 'not comparable';
  readonly reason: string;
}

/** What an analysis can be told beyond the document. */
export interface AnalysisOptions {
  /** What memory can deliver at most; null or nothing if it is not known. */
  readonly peakBandwidthBytesPerSecond?: number | null;
  /** What the subject must be; nothing leaves the choice to `subject.ts`. */
  readonly subject?: Partial<Group>;
}
