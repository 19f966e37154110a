/** One data or unified cache as one core sees it. */
export interface Cache {
  readonly level: number;
  readonly kind: 'data' | 'unified';
  readonly sizeBytes: number;
  readonly lineBytes: number;
  /** Logical CPUs that share it. */
  readonly sharedByCpuCount: number;
}

/** What this computer is. Holds no host name and no user name. */
export interface Machine {
  /** The same for every run on this installation, and of no use for finding it; null where it cannot be had. */
  readonly anonymousId: string | null;
  readonly cpuModel: string;
  readonly architecture: string;
  /** Instruction-set extensions that matter to the targets, for example `avx512f`. */
  readonly isaFeatures: readonly string[];
  readonly logicalCpuCount: number;
  /** The hypervisor's name, `unknown` when there is one without a name, null on bare metal. */
  readonly hypervisor: string | null;
  /** Caches of the first CPU, smallest first; instruction caches left out. */
  readonly caches: readonly Cache[];
  /** The last-level cache that the plan reckons with. */
  readonly lastLevelCacheBytes: number;
  readonly lastLevelCacheSource: 'operating system' | '--llc' | 'assumed';
  readonly memoryBytes: number;
  readonly pageSizeBytes: number;
  readonly transparentHugePages: string | null;
  readonly operatingSystem: string;
  readonly nodeVersion: string;
}

/**
 * What the machine did while a cell was sampled in one round; null where unknown. Counters are
 * differences over that time, the rest is as it was at its end.
 */
export interface NoiseRecord {
  readonly round: number;
  readonly wallNs: number;
  /**
   * Of `wallNs`, what was spent in the calls that gave the samples: in the kernels, and before them in
   * what the cache state demands.
   */
  readonly sampledNs: number | null;
  /** Time that a hypervisor gave to others while this machine wanted to run, over all CPUs. */
  readonly stealNs: number | null;
  readonly involuntaryContextSwitches: number | null;
  readonly minorPageFaults: number | null;
  readonly majorPageFaults: number | null;
  /** CPU time that others than the measuring process used, over all CPUs; counted in ticks of 10 ms. */
  readonly otherBusyNs: number | null;
  /** The clock that dependent instructions seemed to run at (see `kernels/core-clock.h`). */
  readonly clockHz: number | null;
  /** As the system reports them, of the CPU that measured and of the hottest part of its package. */
  readonly frequencyHz: number | null;
  readonly temperatureCelsius: number | null;
}

/**
 * The records of a cell, in the order of time, as a result stores them: each reading in an array of its own, all
 * of the same length. A result has thousands of records, and the names of their fields would be most of it.
 */
export type NoiseLedger = {
  readonly [Reading in keyof NoiseRecord]: readonly NoiseRecord[Reading][];
};
