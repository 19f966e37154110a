import type { Backend } from '../../backends/backend.js';
import type { Verified } from '../../softmax/operations.js';
import type { Samples } from './sampling.js';

/** Calls so many times and returns the time of one call, in ns. */
export type TimeCalls = (batchCount: number) => number | Promise<number>;

/** A cell of which everything is there that its calls need. */
export interface PreparedCell {
  /** Of which it uses the memory. */
  readonly backend: Pick<Backend, 'clock' | 'coreClockHz'>;
  /** As `Backend.warmUpNs`. */
  readonly warmUpNs: number;
  /** Calls once, untimed, and checks the output. */
  verify(): Verified | Promise<Verified>;
  readonly time: TimeCalls;
  /** Why calls that take so long are not measured; null where they are. */
  tooShort(callNs: number): string | null;
  sample(batchCount: number): Samples | Promise<Samples>;
  /** How long its samples took with all that was done around the calls, in ns. */
  sampledNs(): number;
  /** Returns what it took. */
  free(): Promise<void>;
}

/** Adds up how long timed calls took, with all that is done around the kernels. */
export class TimeWatch {
  private spentMs = 0;

  get spentNs(): number {
    return Math.round(this.spentMs * 1e6);
  }

  /** Returns what ends the span. */
  start(): () => void {
    const startMs = performance.now();
    return () => {
      this.spentMs += performance.now() - startMs;
    };
  }
}
