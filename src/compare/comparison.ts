import type { Problem } from '../model/problem.js';
import type { Region } from '../model/region.js';
import type { Target } from '../model/vocabulary.js';
import type { Study } from '../softmax/studies.js';
import type { Interval } from '../statistics/median-interval.js';
import type { SweepAnswer } from './compared-run.js';
import type { Fleet } from './fleet.js';
import type { LevelBandwidth, LevelPoint } from './levels.js';
import type { ComparedRatio } from './ratio.js';
import type { Slot, Subject } from './series.js';
import type { Metric, SizeBasis, TargetChoice } from './views.js';

/** Everything that is shown of a comparison, as plain data that JSON can hold. */
export interface Comparison {
  /** Version of this shape. */
  readonly comparisonVersion: 2;
  readonly metric: Metric;
  readonly by: SizeBasis;
  readonly targets: TargetChoice;
  /** The unit of the values of the metric: `ns per element`. */
  readonly unit: string;
  /** What ranks, the answer and the figures are about: the first study that the baseline has cells of. */
  readonly study: Pick<Study, 'id' | 'operation' | 'headline' | 'rivalsLabel'>;
  /** The result in one sentence. */
  readonly headline: string;
  /** Name of the machine that the others are compared with. */
  readonly baseline: string;
  /** By rank, the best first. */
  readonly machines: readonly ComparedMachine[];
  /** Where all figures of machines and levels are from; null when nothing was measured. */
  readonly slot: Slot | null;
  /** The level that ranks are of: the outermost one of the baseline. */
  readonly rankedLevel: Region | null;
  /** Each other machine against the baseline, in the order of `machines`. */
  readonly pairs: readonly PairComparison[];
  /** How machines of one CPU differ; null without five of one, and for other metrics than time. */
  readonly fleet: Fleet | null;
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
  /** Of the tool that measured the latest run. */
  readonly toolVersion: string;
  /** When the latest run began. */
  readonly startedAtUtc: string;
  /** Files of its runs. */
  readonly paths: readonly string[];
  readonly runCount: number;
  /** Where its figures are from. */
  readonly target: Target | null;
  /** What it is compared with; null when the baseline has no such target. */
  readonly baselineTarget: Target | null;
  readonly lastLevelBytes: number | null;
  /** From 1: one more than the machines that are significantly better. Null when it cannot be compared with all. */
  readonly rank: number | null;
  /** Whether it ties statistically with another machine. */
  readonly isTied: boolean;
  /** From the innermost cache to DRAM. */
  readonly levels: readonly MachineLevel[];
  /** What ties with the best implementation in DRAM, by the answer of its first run. */
  readonly bestTies: readonly string[];
  /** Of the headline against its best rival, by the answer of its first run. */
  readonly breakEven: SweepAnswer['breakEven'] | null;
  /** At the largest size out of cache, by read + write bytes. */
  readonly copyBytesPerSecond: number | null;
  readonly readBytesPerSecond: number | null;
  /** Copy by level: what a slow machine is slow in. */
  readonly copyLevels: readonly LevelBandwidth[];
  /** The headline over its best rival at the largest size out of cache. */
  readonly headlineGain: {
    readonly ratio: number;
    readonly interval: Interval | null;
    readonly over: string;
  } | null;
  /** Speed of the headline out of cache over that of its memory-only version. */
  readonly skeletonFraction: number | null;
  /** With the most threads that it measured, weak scaling; null for one thread alone. */
  readonly allThreads: AllThreads | null;
  readonly quality: MachineQuality;
  readonly variation: readonly RegionVariation[];
}

/** A machine at one level, with its best implementation there. */
export interface MachineLevel extends Omit<LevelPoint, 'mean'> {
  /** Speed over the baseline at the same level; null for the baseline, and where that has no such level. */
  readonly overBaseline: ComparedRatio | null;
}

/** A machine with all its threads: as `ComparedMachine` has it of one. */
export interface AllThreads extends Pick<
  ComparedMachine,
  'rank' | 'isTied' | 'levels' | 'copyBytesPerSecond' | 'readBytesPerSecond' | 'headlineGain'
> {
  readonly threadCount: number;
  readonly placement: Slot['placement'];
}

/** How far to trust the figures of a machine. */
interface MachineQuality {
  /** `RegionVariation.withinRun` of the outermost level. */
  readonly halfWidth: number | null;
  readonly isVirtualMachine: boolean;
  /** Whether all its runs ended in order. */
  readonly isComplete: boolean;
}

/** How much times vary, as shares: 0.02 is 2%. Medians over the implementations of the study's operation. */
export interface RegionVariation {
  readonly region: Region;
  /** Half-width of the 95% interval of one run's median. */
  readonly withinRun: number | null;
  /** Standard deviation from run to run; null for one run. */
  readonly betweenRuns: number | null;
}

/** A difference between two machines other than their speed. */
export interface Concern {
  /** `page size`, `failures` and the like, or the title of an axis. */
  readonly aspect: string;
  /** `refused`: what it concerns is not compared. `warning`: it is compared all the same. */
  readonly severity: 'refused' | 'warning';
  /** For `refused` what is not compared, and why in brackets; else one sentence. */
  readonly explanation: string;
}

/** One machine against the baseline; a ratio above 1 means that the machine is better. */
export interface PairComparison {
  readonly machine: string;
  readonly baseline: string;
  readonly concerns: readonly Concern[];
  /** By implementation and region, over the cells that both measured; empty unless asked for. */
  readonly rows: readonly RegionComparison[];
  /** The cells that differ significantly, the largest difference first; empty unless asked for. */
  readonly mostDifferent: readonly CellComparison[];
  /** All cells, when there is one pair; else empty. */
  readonly cells: readonly CellComparison[];
}

/** Where both sides were measured. */
export interface PairSlot extends Slot, Subject {
  /** `avx512 : avx2` where they differ, the machine's first. */
  readonly target: string;
  /** `DRAM`, or `DRAM : LLC` where the size lies elsewhere on the two, the machine's first. */
  readonly region: string;
}

export interface RegionComparison extends PairSlot, ComparedRatio {
  /** Sizes that the geometric mean is over; transitions are left out where there are others. */
  readonly cellCount: number;
}

export interface CellComparison extends PairSlot, ComparedRatio {
  /** Null in a view by relative size. */
  readonly problem: Problem | null;
  /** Elements, or working set over the last-level cache. */
  readonly size: number;
  readonly isTransition: boolean;
  /** In `Comparison.unit`. */
  readonly value: number;
  readonly baselineValue: number;
}
