import { resolveThreadCounts } from '../config/thread-syntax.js';
import { oneThread, type PlannedThreads } from '../machine/doctor/check.js';
import type { RunConfig } from '../model/run-config.js';
import type { Topology } from '../model/topology.js';
import { placedCpus } from './placement.js';

/**
 * The most threads of a config on a machine, and the CPUs of all its placements.
 * @throws SoftmaxBenchError for more threads than the process may use CPUs, and for a list of CPUs that it may not use.
 */
export function plannedThreads(
  { threads = [1], placements = ['compact'] }: Pick<RunConfig, 'threads' | 'placements'>,
  topology: Topology | null,
): PlannedThreads {
  const count = Math.max(...resolveThreadCounts(threads, topology));
  if (count === 1 || topology?.canPin !== true) return { ...oneThread, count };
  const cpus = placements.flatMap((placement) => placedCpus(topology, placement, count));
  return { count, cpus: [...new Set(cpus)] };
}
