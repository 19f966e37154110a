/** Bytes per second that one thread reads, and that it copies: bytes read and written. */
export interface Bandwidths {
  readonly read: number;
  readonly copy: number;
}

/** A cache as one thread has it, whatever the system reports of it. */
interface CacheLevel extends Bandwidths {
  readonly capacityBytes: number;
}

/** Caches, innermost first, and the memory behind them. */
export interface MemoryHierarchy {
  readonly levels: readonly CacheLevel[];
  readonly memory: Bandwidths;
  /**
   * How sharply a level ends: a working set of the capacity has half of its lines in it, one of twice the
   * capacity 1 / (1 + 2^sharpness).
   */
  readonly sharpness: number;
}

/** The bandwidth of sweeping a working set again and again: each level serves its share of the lines. */
export function trueBandwidth(
  { levels, memory, sharpness }: MemoryHierarchy,
  workingSetBytes: number,
  pass: keyof Bandwidths,
): number {
  const heldBy = ({ capacityBytes }: CacheLevel): number =>
    1 / (1 + (workingSetBytes / capacityBytes) ** sharpness);
  let held = 0;
  let secondsPerByte = 0;
  for (const level of levels) {
    const share = Math.max(held, heldBy(level));
    secondsPerByte += (share - held) / level[pass];
    held = share;
  }
  return 1 / (secondsPerByte + (1 - held) / memory[pass]);
}
