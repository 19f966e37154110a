import type { FoundExternal } from '../../backends/external/external.js';
import type { Cell } from '../../model/cell.js';
import type { InputSpec } from '../../model/run-config.js';
import type { BackendSession } from '../../model/session.js';
import type { RegionRequest } from '../../plan/regions.js';
import type { ProbeMeasurement, ProbeRequest } from '../../probe/probe-request.js';
import type { VisitResult } from './visit-result.js';

/** What the worker needs before its first visit. */
export interface OpenRequest {
  /** One workspace each. */
  readonly regions: readonly RegionRequest[];
  readonly input: InputSpec;
  readonly seed: number;
  readonly lastLevelCacheBytes: number;
  /** What is measured at the target `external`. */
  readonly externals: readonly FoundExternal[];
  /** Whether its libraries are opened before the first visit; else each at the first visit to one of its cells. */
  readonly opensLibraries: boolean;
}

/** The worker, ready for its first visit. */
export interface OpenedMeasurer {
  readonly backends: readonly BackendSession[];
  /** What opening the libraries took; 0 without any. */
  readonly librarySeconds: number;
}

/**
 * One visit to a cell. Visits do not depend on each other, so a new worker can take over. What the first
 * visit of the run verified and chose holds in every process: they execute the same kernels on the same
 * input.
 */
export interface VisitRequest {
  readonly cell: Cell;
  readonly round: number;
  /** As chosen by the first visit; null makes this the first: verify and choose. */
  readonly batchCount: number | null;
  /** Whether this process has not yet run the cell, and so warms up. */
  readonly isFirstOfProcess: boolean;
  readonly sampleCount: number;
  readonly perPass: boolean;
}

/** From the parent to the worker. Each gets one reply, in order, with the number of its request. */
export type WorkerRequest =
  | { readonly kind: 'load' }
  | { readonly kind: 'probe'; readonly probe: ProbeRequest }
  | { readonly kind: 'open'; readonly open: OpenRequest }
  | { readonly kind: 'visit'; readonly visits: readonly VisitRequest[] }
  | { readonly kind: 'close' };

/** From the worker to the parent. `refused`: the request could not be met, for the user to read. */
export type WorkerReply =
  | { readonly kind: 'loaded'; readonly residentBytes: number }
  | { readonly kind: 'probed'; readonly measurement: ProbeMeasurement }
  | { readonly kind: 'opened'; readonly opened: OpenedMeasurer }
  | { readonly kind: 'visited'; readonly results: readonly VisitResult[] }
  | { readonly kind: 'closed'; readonly peakBytes: number }
  | { readonly kind: 'refused'; readonly message: string };

/** A message, and what it belongs to: an answer that comes twice or late answers no other request. */
export type Numbered<Message> = Message & { readonly id: number };
