import type { ClockInfo } from '../../backends/backend.js';
import type { Host } from '../host.js';
import type { Machine } from '../../model/machine.js';
import type { TargetStatus } from '../../plan/target-status.js';
import type { Verdict } from '../../model/finding.js';

/** All that checks go by; they read and compute, and change nothing. */
export interface Patient {
  readonly host: Host;
  readonly machine: Machine;
  /** Of every target, the fastest first. */
  readonly targets: readonly TargetStatus[];
  /** Of every backend that loaded. */
  readonly clocks: readonly ClockInfo[];
}

/** The parts of a run that decide which findings matter for it. */
export interface RunTraits {
  /** Whether an array is larger than the last-level cache. */
  readonly isOutOfCache: boolean;
  /** Whether x and y of some cell fit in the last-level cache. */
  readonly isInCache: boolean;
  readonly asksForHugePages: boolean;
}

/** One thing to look at. */
export interface Check {
  /** A few words for a heading. */
  readonly title: string;
  readonly examine: (patient: Patient) => Verdict;
  /** Whether what it finds touches the figures of such a run. */
  readonly matters: (run: RunTraits) => boolean;
}
