import { SoftmaxBenchError } from '../errors.js';
import type { Variant } from '../model/cell.js';
import { workingSetOf, type Problem } from '../model/problem.js';
import { placeOf, type CacheBoundary } from '../model/region.js';
import { executes } from '../model/target-status.js';
import type { UsedProfile } from '../model/used-profile.js';
import type { Target } from '../model/vocabulary.js';
import type { Algorithm, PassUse } from '../softmax/algorithms.js';
import { isAmong, type Regime } from '../softmax/choose-variant.js';
import { passes } from '../softmax/passes.js';
import { profileLevels, type VariantRule } from '../softmax/variant-profile.js';
import type { PlannedBackend } from './make-plan.js';

/** A choice of variants that cells are planned with. */
export interface PlannedProfile {
  /** The value on the axis; null for the default. */
  readonly name: string | null;
  /** Laid over those of the CPU. */
  readonly rules: readonly VariantRule[];
  /** What a result says of it. */
  readonly used: UsedProfile;
}

/** An algorithm on a target. */
export interface PlannedKernels {
  readonly algorithm: Algorithm;
  readonly backend: PlannedBackend;
  readonly target: Target;
  /** Why there are none; null where there are. */
  readonly missing: string | null;
}

/** The backend that executes a target. @throws Error where none does, which a plan rules out. */
export function ownerOf(backends: readonly PlannedBackend[], target: Target): PlannedBackend {
  const owner = backends.find((backend) => executes(backend, target));
  if (owner === undefined) throw new Error(`no backend executes ${target}`);
  return owner;
}

/** The kernels of an algorithm, or which one does not exist. */
export function kernelsOf(
  algorithm: Algorithm,
  backend: PlannedBackend,
  target: Target,
): PlannedKernels {
  const exists = ({ pass, store }: PassUse): boolean =>
    backend.variants(target, pass).some((variant) => variant.store === store);
  const absent = algorithm.passes.find((use) => !exists(use));
  const missing = absent === undefined ? null : missingKernel(target, absent);
  return { algorithm, backend, target, missing };
}

/**
 * The variant of each pass of an algorithm whose kernels exist; none where one is missing.
 * @throws SoftmaxBenchError for rules that choose a variant that does not exist.
 */
export function variantsFor(
  { algorithm, backend, target, missing }: PlannedKernels,
  rules: readonly VariantRule[],
  regime: Regime | null,
): readonly Variant[] {
  if (missing !== null) return [];
  return algorithm.passes.map(({ pass, store }) => {
    const chosen = backend.defaultVariant(target, pass, store, { regime, rules });
    if (rules.length > 0 && !isAmong(backend.variants(target, pass), chosen)) {
      const { vectorBits, unroll, accumulators, prefetchBytes } = chosen;
      throw new SoftmaxBenchError(
        `--variants: ${target} has no kernel of ${pass} with ${vectorBits} bits, unroll ${unroll}, ${accumulators} accumulators, prefetch ${prefetchBytes}`,
      );
    }
    return chosen;
  });
}

/**
 * What of a cell a choice of variants depends on. A third level that is not the last counts as the last.
 * @param boundaries ascending.
 */
export function regimeOf(
  problem: Problem,
  threadCount: number,
  boundaries: readonly CacheBoundary[],
): Regime {
  const { region } = placeOf(workingSetOf(problem), boundaries);
  return {
    level: profileLevels.find((level) => level === region) ?? 'LLC',
    threads: threadCount === 1 ? 'one' : 'several',
  };
}

function missingKernel(target: Target, { pass, store }: PassUse): string {
  const stores =
    store === 'non-temporal' && passes[pass].writes.length > 0 ? ' with non-temporal stores' : '';
  return `target ${target} has no kernel for ${pass}${stores}`;
}
