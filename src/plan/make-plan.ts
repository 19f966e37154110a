import type { RunConfig } from '../model/run-config.js';
import type { Target } from '../model/vocabulary.js';
import type { Algorithm, PassUse, StoreKind } from '../softmax/algorithms.js';
import { passes, type PassId } from '../softmax/passes.js';
import { resolveAlgorithms } from './algorithm-groups.js';
import type { Cell, Variant } from '../model/cell.js';
import { fitBudget } from './fit-budget.js';
import { fitCells } from './fit-cells.js';
import type { RunPlan } from '../model/plan.js';
import { resolveTargets } from './resolve-targets.js';
import type { WorkspaceBytes } from './ring.js';
import { elementCountsOf } from './sizes.js';
import { pairsOnly, withTwins, type CacheSizes } from './twins.js';
import type { TargetStatus } from './target-status.js';

/** What a plan is made from. */
export interface PlanInput {
  readonly config: RunConfig;
  readonly machine: CacheSizes;
  /** Of every target of every backend. */
  readonly targets: readonly TargetStatus[];
  /** The variant that a run uses, or null where there is no such kernel. */
  readonly variantOf: (target: Target, pass: PassId, store: StoreKind) => Variant | null;
  /** What x and y may take together. */
  readonly memoryLimitBytes: number;
  /** What x and y may take together on a target, whatever memory there is; Infinity for no limit. */
  readonly addressableBytesOf: (target: Target) => number;
}

/** A cell that was asked for and is not measured. */
export interface SkippedCell {
  readonly cell: Cell;
  readonly reason: string;
}

/** A plan, what was left out of it, and the memory that its cells share. */
export interface PlannedRun extends WorkspaceBytes {
  readonly plan: RunPlan;
  readonly skipped: readonly SkippedCell[];
}

/**
 * Everything that a run will do, settled before any memory is allocated. Cells are ordered by cache
 * state, element count, algorithm and target, a twin after its original.
 * @throws SoftmaxBenchError for an unknown algorithm or a named target that does not run here.
 */
export function makePlan(input: PlanInput): PlannedRun {
  const { config, machine, memoryLimitBytes } = input;
  const cells: Cell[] = [];
  const withoutKernel: SkippedCell[] = [];
  for (const candidate of candidateCells(input)) {
    if (candidate.missing === null) cells.push(candidate.cell);
    else withoutKernel.push({ cell: candidate.cell, reason: candidate.missing });
  }
  // Sizes that the user named are measured however long they take; a sweep only asks for "out of cache".
  const { fitting: affordable, tooLong } = Array.isArray(config.sizes)
    ? { fitting: cells, tooLong: [] }
    : fitBudget(cells, config.budgetSeconds);
  const beyondReach = unaddressable(affordable, input);
  const { fitting, tooLarge, xBytes, yBytes } = fitCells(
    affordable.filter((cell) => !beyondReach.some((other) => other.cell === cell)),
    machine.lastLevelCacheBytes,
    memoryLimitBytes,
  );
  const planned = withTwins(fitting, machine);
  return {
    plan: {
      config,
      cells: config.onlyNoiseFloor ? pairsOnly(planned) : planned,
      order: 'seeded shuffle, per round',
    },
    skipped: [...withoutKernel, ...tooLong, ...beyondReach, ...tooLarge],
    xBytes,
    yBytes,
  };
}

/** Cells whose target cannot address its arrays, those of the largest cells first. */
function unaddressable(
  cells: readonly Cell[],
  { machine, addressableBytesOf }: PlanInput,
): readonly SkippedCell[] {
  const limits = new Set(cells.map(({ target }) => addressableBytesOf(target)));
  return [...limits].filter(Number.isFinite).flatMap((limitBytes) => {
    const limited = cells.filter(({ target }) => addressableBytesOf(target) === limitBytes);
    return fitCells(limited, machine.lastLevelCacheBytes, limitBytes).tooLarge;
  });
}

interface CandidateCell {
  readonly cell: Cell;
  /** Which kernel does not exist, or null. The cell then has variants for none of its passes. */
  readonly missing: string | null;
}

function candidateCells({ config, machine, targets, variantOf }: PlanInput): CandidateCell[] {
  const algorithms = resolveAlgorithms(config.algorithms);
  const runningTargets = resolveTargets(config.targets, targets);
  const elementCounts = elementCountsOf(config.sizes, machine.lastLevelCacheBytes);
  const kernels = algorithms.flatMap((algorithm) =>
    runningTargets.map((target) => chooseKernels(algorithm, target, variantOf)),
  );
  return [...new Set(config.cacheStates)].flatMap((cacheState) =>
    elementCounts.flatMap((elementCount) =>
      kernels.map(({ algorithm, target, variants, missing }) => ({
        cell: {
          id: `${algorithm}/${target}/${elementCount}/${cacheState}/t1`,
          algorithm,
          target,
          elementCount,
          cacheState,
          threadCount: 1,
          variants,
        },
        missing,
      })),
    ),
  );
}

function chooseKernels(
  algorithm: Algorithm,
  target: Target,
  variantOf: PlanInput['variantOf'],
): Pick<Cell, 'algorithm' | 'target' | 'variants'> & { missing: string | null } {
  const variants: Variant[] = [];
  for (const use of algorithm.passes) {
    const variant = variantOf(target, use.pass, use.store);
    if (variant === null) {
      return { algorithm: algorithm.id, target, variants: [], missing: missingKernel(target, use) };
    }
    variants.push(variant);
  }
  return { algorithm: algorithm.id, target, variants, missing: null };
}

function missingKernel(target: Target, { pass, store }: PassUse): string {
  const stores =
    store === 'streaming' && passes[pass].writes.length > 0 ? ' with streaming stores' : '';
  return `target ${target} has no kernel for ${pass}${stores}`;
}
