import { targets as allTargets } from '../model/vocabulary.js';
import type { TargetStatus } from '../model/target-status.js';
import type { UnavailableKernel } from '../model/session.js';
import type { Backend } from './backend.js';
import { createJsBackend } from './js.js';
import { loadNativeBackend, type LoadedNative } from './native.js';
import { createWasmBackend } from './wasm.js';

/** What can execute passes here. */
export interface LoadedBackends {
  readonly backends: readonly Backend[];
  /** Every target, the fastest first; those that cannot run here with the reason. */
  readonly targets: readonly TargetStatus[];
  /** What was looked for before what was found, in that order. */
  readonly unavailableKernels: readonly UnavailableKernel[];
}

/** Loads each backend that loads, and calibrates their clocks: some 60 ms. */
export function loadBackends(): LoadedBackends {
  return combineBackends(loadNativeBackend(), createWasmBackend());
}

/**
 * The backends for a process that measures what was planned elsewhere. None is asked what it has, so that
 * WebAssembly which nothing is measured with is not compiled.
 */
export function loadForMeasuring(): readonly Backend[] {
  return allBackends(loadNativeBackend().backend, createWasmBackend());
}

/** Puts together what loaded and why the rest did not; the kernels in TypeScript run anywhere. */
export function combineBackends(
  { backend: native, unavailableKernels }: LoadedNative,
  wasm: Backend,
): LoadedBackends {
  const tried = allBackends(native, wasm);
  const statuses = tried.flatMap((backend) => backend.targets);
  const missing =
    native === null
      ? unavailableKernels.map(({ candidate, reason }) => `${candidate}: ${reason}`).join('; ')
      : `the native kernels are for ${process.arch}`;
  return {
    backends: tried.filter(({ targets }) => targets.some(({ available }) => available)),
    targets: allTargets.map(
      (target) =>
        statuses.find((status) => status.target === target) ?? {
          target,
          available: false,
          reason: missing,
        },
    ),
    unavailableKernels:
      native === null ? [...unavailableKernels, ...unavailableOf(wasm)] : unavailableKernels,
  };
}

function allBackends(native: Backend | null, wasm: Backend): readonly Backend[] {
  return [native, wasm, createJsBackend()].filter((backend) => backend !== null);
}

function unavailableOf({ targets }: Backend): UnavailableKernel[] {
  return targets.flatMap(({ target, reason }) =>
    reason === null ? [] : [{ candidate: target, reason, isBroken: true }],
  );
}
