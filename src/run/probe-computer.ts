import type { LoadedBackends } from '../backends/load.js';
import { besideRegionsBytes } from '../measure/memory-announcement.js';
import { forkWorker } from '../measure/protocol/worker-client.js';
import type { RunConfig } from '../model/run-config.js';
import { executes } from '../model/target-status.js';
import type { Pages, Target } from '../model/vocabulary.js';
import { withProbe } from '../probe/conclude.js';
import { probeCaches } from '../probe/probe-caches.js';
import type { Computer } from './inspect-computer.js';

/**
 * The computer with the last-level cache that a probe measures, within 3 s. It stays as it is where the config
 * wants no probe or gives the size.
 */
export async function probeComputer(
  computer: Computer,
  { probe, lastLevelCacheBytes, pages }: RunConfig,
  signal: AbortSignal,
): Promise<Computer> {
  if (probe !== true || lastLevelCacheBytes !== null) return computer;
  const { machine, loaded, availableMemoryBytes } = computer;
  const cacheProbe = await probeCaches({
    machine,
    ...probedKernels(loaded, pages),
    availableMemoryBytes: Math.max(0, availableMemoryBytes - besideRegionsBytes([])),
    forkWorker,
    nowMs: () => performance.now(),
    signal,
  });
  return { ...computer, machine: withProbe(machine, cacheProbe) };
}

/** The fastest target that runs here, null where that is js, on the first of the pages that it can have. */
function probedKernels(
  { backends, targets }: LoadedBackends,
  wanted: readonly Pages[],
): { readonly target: Target | null; readonly pages: Pages } {
  const fastest = targets.find(({ available }) => available)?.target ?? 'js';
  const owner = backends.find((backend) => executes(backend, fastest));
  // Reserved pages may be too few.
  const pages = wanted.find((kind) => kind !== 'hugetlb' && owner?.pages.includes(kind));
  return { target: fastest === 'js' ? null : fastest, pages: pages ?? 'default' };
}
