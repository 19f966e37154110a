import type { CacheBoundary, Group, Region, RunFacts } from '../analysis/analysis.js';
import type { InputSpec } from '../model/run-config.js';
import type { Machine } from '../model/machine.js';
import type { Series } from './series.js';

/** What a comparison needs of one result: some kilobytes of the megabytes that it may have. */
export interface ComparedRun {
  /** Where it was read from. */
  readonly path: string;
  /** Of the file, before it was brought to the version of this tool. */
  readonly schemaVersion: number;
  readonly run: RunFacts;
  readonly machine: Machine;
  /** By the analysis, which may have measured the last level. */
  readonly boundaries: readonly CacheBoundary[];
  readonly input: InputSpec;
  readonly pageSizeBytes: number | null;
  /** Whether arrays lay on huge pages; null if unknown. */
  readonly usesHugePages: boolean | null;
  /** What the timed region did with subnormal numbers: `flushed`, `kept`, or both for two backends. */
  readonly denormals: string;
  /** What gave wrong results or ended its process: `two-pass on avx512`. */
  readonly failed: readonly string[];
  readonly series: readonly Series[];
  readonly floors: readonly RunFloor[];
}

/** The difference that a run saw between an algorithm and itself, at one place. */
export interface RunFloor extends Group {
  readonly region: Region;
  /** At least 1; see `NoiseFloor`. */
  readonly floorRatio: number;
}
