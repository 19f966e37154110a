import type { HugetlbPool } from '../machine/pages.js';
import type { Cell, Variant } from '../model/cell.js';
import { libraryCells, type External } from '../model/external.js';
import type { Machine } from '../model/machine.js';
import type { RunPlan } from '../model/plan.js';
import type { RunConfig } from '../model/run-config.js';
import type { BackendSession } from '../model/session.js';
import type { Threading } from '../model/threading.js';
import type { TargetStatus } from '../model/target-status.js';
import type { Pages, StoreKind, Target } from '../model/vocabulary.js';
import type { Regime } from '../softmax/choose-variant.js';
import type { PassId } from '../softmax/passes.js';
import type { VariantRule } from '../softmax/variant-profile.js';
import { controlPairs, withControls, type CacheSizes } from './aa-controls.js';
import { ownerOf, type PlannedProfile } from './choose-kernels.js';
import { speedsOf } from './expected-cost.js';
import { fitBudget, requireHeadlineFits, type BudgetLimit } from './fit-budget.js';
import {
  addressableLimit,
  availableMemoryLimit,
  fitMemory,
  hugetlbLimit,
  type SkippedCell,
} from './fit-memory.js';
import { placedCpus } from './placement.js';
import { possibleCells } from './possible-cells.js';
import { fitOwnArrays } from './fit-own-arrays.js';
import {
  regionOf,
  regionsOf,
  totalBytes,
  type RegionContext,
  type RegionRequest,
} from './regions.js';
import { sharedCacheCount } from './settings.js';

/** What a plan has to know of a backend; the fields are those of `backends/backend.ts`. */
export interface PlannedBackend {
  readonly name: BackendSession['name'];
  readonly targets: readonly TargetStatus[];
  readonly addressableBytes: number;
  readonly pages: readonly Pages[];
  /** Null where it has no threads; nothing else is asked of it here. */
  readonly allocateTeam: object | null;
  readonly variants: (target: Target, pass: PassId) => readonly Variant[];
  readonly defaultVariant: (
    target: Target,
    pass: PassId,
    store: StoreKind,
    request?: { readonly regime: Regime | null; readonly rules: readonly VariantRule[] },
  ) => Variant;
}

/** What a plan is made from. */
export interface PlanInput {
  readonly config: RunConfig;
  readonly machine: CacheSizes & Pick<Machine, 'transparentHugePages' | 'cacheProbe' | 'topology'>;
  readonly backends: readonly PlannedBackend[];
  /** Of every target, of a backend or not. */
  readonly targets: readonly TargetStatus[];
  /** What x and y of all cells may take together, reserved pages apart. */
  readonly memoryLimitBytes: number;
  readonly hugetlbPool: HugetlbPool | null;
  /** What is measured beside the algorithms. */
  readonly externals: readonly External[];
  /** What those take of memory with these cells, beside the regions. Default: nothing. */
  readonly externalBytesOf?: (cells: readonly Cell[]) => number;
  /** What chooses the variants, several side by side. Default: the default alone. */
  readonly profiles?: readonly PlannedProfile[];
}

/** A plan, what was left out of it, and the memory that its cells share. */
export interface PlannedRun {
  readonly plan: RunPlan;
  readonly skipped: readonly SkippedCell[];
  readonly regions: readonly RegionRequest[];
}

/**
 * Everything that a run will do, settled before any memory is allocated. Cells are ordered by threads, cache
 * state, problem, algorithm, target, pages and variants, an A/A control after its original.
 * @throws SoftmaxBenchError for an unknown algorithm, a named target that does not run here, threads that this process
 * may not use, and a budget that is too short for an answer.
 */
export function makePlan(input: PlanInput): PlannedRun {
  const { config, machine, backends, hugetlbPool } = input;
  const { lastLevelCacheBytes } = machine;
  const context = regionContext(backends, machine);
  const possible = possibleCells(input);
  const { fitting: allocatable, skipped: tooLarge } = fitMemory(
    possible.fitting,
    (cell) => regionOf(cell, context),
    [
      ...backends.map(({ name, addressableBytes }) => addressableLimit(name, addressableBytes)),
      ...(hugetlbPool === null ? [] : [hugetlbLimit(hugetlbPool)]),
      availableMemoryLimit(input.memoryLimitBytes),
    ],
  );
  const limit: BudgetLimit = {
    config,
    isOfLibrary: libraryCells(input.externals),
    lastLevelCacheBytes,
    speeds: speedsOf(machine),
    regionsOf: (own) => regionsOf(own, context),
  };
  const roomy = fitOwnArrays(allocatable, {
    externals: input.externals,
    bytesOf: input.externalBytesOf ?? (() => 0),
    limitBytes: input.memoryLimitBytes - totalBytes(limit.regionsOf(allocatable)),
  });
  const affordable = fitBudget(roomy.fitting, limit);
  const withPairs = withControls(affordable.fitting, machine);
  const cells = config.aaOnly ? controlPairs(withPairs) : withPairs;
  requireHeadlineFits(cells, limit);
  return {
    plan: {
      config,
      cells,
      ...(input.externals.length > 0 && { externals: input.externals }),
      ...(input.profiles && { profiles: input.profiles.map(({ used }) => used) }),
      order: 'seeded shuffle, per round',
    },
    skipped: [...possible.skipped, ...tooLarge, ...roomy.skipped, ...affordable.skipped],
    regions: limit.regionsOf(cells),
  };
}

/** What regions depend on. Its functions throw Error for a target of no backend, and for threads without CPUs. */
export function regionContext(
  backends: readonly PlannedBackend[],
  { lastLevelCacheBytes, topology }: Pick<Machine, 'lastLevelCacheBytes' | 'topology'>,
): RegionContext {
  const cpusOf = ({ placement, threadCount }: Threading): readonly number[] => {
    if (!topology) throw new Error('the CPUs of the machine are unknown');
    return placedCpus(topology, placement, threadCount);
  };
  return {
    backendOf: (target) =>
      target === 'external' ? backends[0]!.name : ownerOf(backends, target).name,
    cpusOf,
    cacheBytesOf: (threading) => lastLevelCacheBytes * sharedCacheCount(threading, topology),
    lastLevelCacheBytes,
  };
}
