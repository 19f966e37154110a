import { SoftmaxBenchError } from '../errors.js';
import { externalBytes } from '../measure/external-memory.js';
import { besideRegionsBytes } from '../measure/memory-announcement.js';
import type { Cell } from '../model/cell.js';
import type { RunConfig } from '../model/run-config.js';
import { makePlan, type PlannedRun } from '../plan/make-plan.js';
import { totalBytes, type RegionRequest } from '../plan/regions.js';
import { formatBytes } from '../units.js';
import type { Computer } from './inspect-computer.js';

/** The share of the available memory for x and y, where there is plenty: the rest is for others. */
const memoryShare = 0.8;

/**
 * The plan of which everything fits the available memory: x, y, and both processes.
 * @throws SoftmaxBenchError when it leaves nothing to measure, and as `makePlan` does.
 */
export function planInMemory(computer: Computer, config: RunConfig): PlannedRun {
  const roomy = planBeside(besideRegionsBytes([]), computer, config);
  const besideBytes = besideRegionsBytes(problemsOf(roomy.plan.cells));
  // A smaller plan takes no more beside its regions.
  const planned = fits(roomy.plan.cells, roomy.regions, computer)
    ? roomy
    : planBeside(besideBytes, computer, config);
  if (planned.plan.cells.length > 0) return planned;
  const reasons = new Set(planned.skipped.map(({ reason }) => reason));
  throw new SoftmaxBenchError(`nothing to measure: ${[...reasons].slice(0, 3).join('; ')}`);
}

/** @throws SoftmaxBenchError when the regions of a stored plan do not fit the memory that is available now. */
export function requireMemory(
  cells: readonly Cell[],
  regions: readonly RegionRequest[],
  computer: Computer,
): void {
  if (fits(cells, regions, computer)) return;
  throw new SoftmaxBenchError(
    `the run takes ${formatBytes(neededBytes(cells, regions, computer))} of memory, ${formatBytes(computer.availableMemoryBytes)} are available: ` +
      'end other programs, or raise the memory limit of the container',
  );
}

function planBeside(besideBytes: number, computer: Computer, config: RunConfig): PlannedRun {
  const { machine, loaded, hugetlbPool, availableMemoryBytes, profiles } = computer;
  const { backends, targets } = loaded;
  const leftBytes = Math.max(0, availableMemoryBytes - besideBytes);
  const memoryLimitBytes = Math.min(memoryShare * availableMemoryBytes, leftBytes);
  if (memoryLimitBytes === 0) {
    throw new SoftmaxBenchError(
      `${formatBytes(availableMemoryBytes)} of memory are available, and a measuring process takes about ${formatBytes(besideBytes)} ` +
        'without its arrays: end other programs, or raise the memory limit of the container',
    );
  }
  const externals = computer.externals.map(({ external }) => external);
  return makePlan({
    config,
    machine,
    backends,
    targets,
    memoryLimitBytes,
    hugetlbPool,
    externals,
    externalBytesOf: (cells) => externalBytes(computer.externals, cells),
    profiles,
  });
}

function fits(
  cells: readonly Cell[],
  regions: readonly RegionRequest[],
  computer: Computer,
): boolean {
  return neededBytes(cells, regions, computer) <= computer.availableMemoryBytes;
}

function neededBytes(
  cells: readonly Cell[],
  regions: readonly RegionRequest[],
  { externals }: Computer,
): number {
  const besideBytes = besideRegionsBytes(problemsOf(cells)) + externalBytes(externals, cells);
  return bytesWithout(regions) + besideBytes;
}

/** Without reserved pages, which are no part of what is available. */
function bytesWithout(regions: readonly RegionRequest[]): number {
  return totalBytes(regions.filter(({ pages }) => pages !== 'hugetlb'));
}

function problemsOf(cells: readonly Cell[]) {
  return cells.map(({ problem }) => problem);
}
