import type { Backend, ClockInfo } from '../backends/backend.js';

/** Facts about one backend in the process that measured, known once its memory is allocated. */
export interface BackendSession {
  readonly name: Backend['name'];
  readonly origin: Backend['origin'];
  readonly clock: ClockInfo;
  /** What the timed region does with subnormal numbers. */
  readonly denormals: Backend['denormals'];
  readonly pageSizeBytes: number;
  /** Bytes backed by transparent huge pages, or null if unknown. */
  readonly hugePageBytes: number | null;
}
