import type { Machine } from '../../model/machine.js';
import type { ClockInfo } from '../../model/session.js';
import type { TargetStatus } from '../../model/target-status.js';
import type { Host } from '../host.js';
import type { Verdict } from './check-result.js';

/** What checks read; they change nothing. */
export interface CheckContext {
  readonly host: Host;
  readonly machine: Machine;
  /** Of every target, the fastest first. */
  readonly targets: readonly TargetStatus[];
  /** Of every backend that loaded. */
  readonly clocks: readonly ClockInfo[];
}

/** The parts of a run that decide which findings matter for it. */
export interface RunTraits {
  /** Whether some problem is larger than the last-level cache. */
  readonly isOutOfCache: boolean;
  /** Whether x and y of some problem fit in the last-level cache. */
  readonly isInCache: boolean;
  /** Whether it requests pages other than the default ones. */
  readonly requestsHugePages: boolean;
}

/** One thing to look at. */
export interface Check {
  /** A few words for a heading. */
  readonly title: string;
  readonly examine: (context: CheckContext) => Verdict;
  /** Whether its findings affect the figures of such a run. */
  readonly matters: (run: RunTraits) => boolean;
}
