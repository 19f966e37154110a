import type { ProbedPoint } from '../model/machine.js';
import { median } from '../statistics/median.js';
import type { ProbedMemory, SweptPass } from './probed-memory.js';

/** A tile that takes this many times as long as the median was interrupted in each visit; it counts as so long. */
const interruptedRatio = 4;

/** What was swept of one working set. */
interface Visited {
  /** By pass: the least time of each tile over all visits, in nanoseconds. */
  leastNs: Readonly<Record<SweptPass, readonly number[]>>;
  /** How long the latest visit took. */
  visitMs: number;
}

/** The fastest sweeps so far, by working set. */
export class SweepRecord {
  private readonly visited = new Map<number, Visited>();

  constructor(
    private readonly memory: ProbedMemory,
    private readonly nowMs: () => number,
  ) {}

  /** The working sets, ascending as they were first visited. */
  get sizes(): readonly number[] {
    return [...this.visited.keys()];
  }

  /** How long a visit will take: as long as the latest of that or of the largest size, by bytes. */
  forecastMs(sizeBytes: number): number {
    const nearest = this.visited.has(sizeBytes) ? sizeBytes : this.sizes.at(-1);
    if (nearest === undefined) return 0;
    return (this.visited.get(nearest)!.visitMs / nearest) * sizeBytes;
  }

  /** Sweeps a working set with each pass. */
  visit(sizeBytes: number): void {
    const before = this.visited.get(sizeBytes);
    const startMs = this.nowMs();
    const sweep = (pass: SweptPass): readonly number[] => {
      const durationsNs = this.memory.sweep(pass, sizeBytes);
      const previousNs = before?.leastNs[pass] ?? [];
      return durationsNs.map((ns, tile) => Math.min(ns, previousNs[tile] ?? Infinity));
    };
    const leastNs = { copy: sweep('copy'), read: sweep('read') };
    this.visited.set(sizeBytes, { leastNs, visitMs: this.nowMs() - startMs });
  }

  /** copy moves the whole of the memory that is swept, read the half that is x. */
  points(): readonly ProbedPoint[] {
    return [...this.visited].map(([workingSetBytes, { leastNs }]) => {
      const reading = this.visited.get(2 * workingSetBytes);
      return {
        workingSetBytes,
        readBytesPerSecond:
          reading === undefined ? null : bandwidth(workingSetBytes, reading.leastNs.read),
        copyBytesPerSecond: bandwidth(workingSetBytes, leastNs.copy),
      };
    });
  }
}

function bandwidth(bytes: number, tilesNs: readonly number[]): number {
  const longestNs = interruptedRatio * median(tilesNs);
  const sumNs = tilesNs.reduce((sum, ns) => sum + Math.min(ns, longestNs), 0);
  return Math.round((bytes / sumNs) * 1e9);
}
