import type { PassedOver } from '../backends/backend.js';
import type { Finding } from './finding.js';
import type { Machine } from './machine.js';
import type { BackendSession } from './backend-session.js';
import type { CellOutcome } from './outcome.js';
import type { RunPlan } from './plan.js';

/** Facts about the process that measured. */
export interface Session {
  /** Each backend that owns a target of the plan. */
  readonly backends: readonly BackendSession[];
  /** Kernels that were looked for before those that measured, and could not be had. */
  readonly passedOver: readonly PassedOver[];
  /** Announced before allocating, and the peak seen at the end (null when interrupted). */
  readonly announcedPeakBytes: number;
  readonly measuredPeakBytes: number | null;
}

/** The one file format: everything that a report shows is derived from it. */
export interface ResultDocument {
  readonly schemaVersion: 4;
  readonly tool: {
    readonly name: string;
    readonly version: string;
    readonly gitCommit: string | null;
    /** Of the kernels and of what times them: the same for the same build; null if unknown. */
    readonly buildId: string | null;
  };
  /** What the user calls this machine or run; null without a name. Nothing else names either. */
  readonly label: string | null;
  readonly startedAtUtc: string;
  /** When the run went on after an interruption, each time; empty for most. */
  readonly resumedAtUtc: readonly string[];
  /** Null while running and after an interruption; the document is valid all the same. */
  readonly finishedAtUtc: string | null;
  readonly machine: Machine;
  /** What of the machine made its figures unsteady or misleading when the run began. */
  readonly findings: readonly Finding[];
  readonly session: Session | null;
  readonly plan: RunPlan;
  readonly outcomes: readonly CellOutcome[];
}
