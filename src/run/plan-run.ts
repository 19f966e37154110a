import type { Backend } from '../backends/backend.js';
import type { LoadedBackends } from '../backends/load.js';
import type { RunConfig } from '../model/run-config.js';
import { SoftmaxBenchError } from '../errors.js';
import type { RegionRequest } from '../measure/protocol/messages.js';
import type { Cell } from '../model/cell.js';
import { makePlan, type PlanInput, type PlannedRun } from '../plan/make-plan.js';
import { workspaceBytes } from '../plan/ring.js';
import type { CacheSizes } from '../plan/twins.js';

/** What of the available memory x and y may take: the rest is for both processes and for others. */
const memoryShare = 0.8;

/** A plan with the memory that each backend needs for its cells. */
export interface RunSetup {
  readonly plan: PlannedRun['plan'];
  readonly skipped: PlannedRun['skipped'];
  readonly regions: readonly RegionRequest[];
}

/**
 * Plans a run on these backends. Nothing is allocated.
 * @throws SoftmaxBenchError if no cell is left to measure, and whatever `makePlan` throws.
 */
export function planRun(
  config: RunConfig,
  machine: CacheSizes,
  { backends, targets }: LoadedBackends,
  availableMemoryBytes: number,
): RunSetup {
  const planWithin = (memoryLimitBytes: number): PlannedRun =>
    makePlan({
      config,
      machine,
      targets,
      variantOf: variantLookup(backends),
      memoryLimitBytes,
      addressableBytesOf: (target) =>
        backends.find((backend) => hasTarget(backend, { target }))?.addressableBytes ?? Infinity,
    });
  const limitBytes = memoryShare * availableMemoryBytes;
  const alone = planWithin(limitBytes);
  // Backends do not share buffers: where several measure, each gets its part.
  const ownerCount = ownersOf(alone.plan.cells, backends).length;
  const { plan, skipped } = ownerCount > 1 ? planWithin(limitBytes / ownerCount) : alone;
  if (plan.cells.length === 0) throw nothingToMeasure(skipped);
  return {
    plan,
    skipped,
    regions: regionsFor(plan.cells, machine, backends),
  };
}

/** The memory that each backend needs for its cells. */
export function regionsFor(
  cells: readonly Cell[],
  { lastLevelCacheBytes }: Pick<CacheSizes, 'lastLevelCacheBytes'>,
  backends: readonly Backend[],
): readonly RegionRequest[] {
  return ownersOf(cells, backends).map((owner) => ({
    backend: owner.backend.name,
    ...workspaceBytes(owner.cells, lastLevelCacheBytes),
  }));
}

/** The cells that each backend executes; backends without one left out. */
function ownersOf(cells: readonly Cell[], backends: readonly Backend[]) {
  return backends
    .map((backend) => ({ backend, cells: cells.filter((cell) => hasTarget(backend, cell)) }))
    .filter((owner) => owner.cells.length > 0);
}

function variantLookup(backends: readonly Backend[]): PlanInput['variantOf'] {
  return (target, pass, store) => {
    const backend = backends.find((candidate) => hasTarget(candidate, { target }));
    const exists = backend?.variants(target, pass).some((variant) => variant.store === store);
    return backend !== undefined && exists ? backend.defaultVariant(target, pass, store) : null;
  };
}

function hasTarget(backend: Backend, { target }: Pick<Cell, 'target'>): boolean {
  return backend.targets.some((status) => status.target === target);
}

function nothingToMeasure(skipped: RunSetup['skipped']): SoftmaxBenchError {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return new SoftmaxBenchError(`nothing to measure: ${reasons.slice(0, 3).join('; ')}`);
}
