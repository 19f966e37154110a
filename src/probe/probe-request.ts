import type { ProbedPoint } from '../model/machine.js';
import type { Pages, Target } from '../model/vocabulary.js';

/** What the probe believes of the caches before it measures. */
export interface CacheExpectation {
  /** The last-level cache that the system reports; null for nothing or nonsense. */
  readonly reportedBytes: number | null;
  /** The largest reported cache before the third level; null where no third level is reported. */
  readonly secondLevelBytes: number | null;
}

/** What a worker is asked to probe. */
export interface ProbeRequest {
  readonly target: Target;
  readonly pages: Pages;
  readonly expectation: CacheExpectation;
  /** The most memory that it may allocate. */
  readonly memoryLimitBytes: number;
  readonly budgetMs: number;
}

/** What a worker measured. */
export interface ProbeMeasurement {
  /** Ascending working sets. */
  readonly points: readonly ProbedPoint[];
  /** Null when not even the first memory could be had. */
  readonly touchBytesPerSecond: number | null;
  /** Why it went to no larger working set. */
  readonly end: ProbeEnd;
  /** The CPU that it ran on at its end; null where the system does not say. */
  readonly cpu: number | null;
}
export type ProbeEnd = 'enough' | 'time' | 'memory';
