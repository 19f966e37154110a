import { targets as allTargets } from '../config/vocabulary.js';
import type { TargetStatus } from '../plan/target-status.js';
import type { Backend, PassedOver } from './backend.js';
import { createJsBackend } from './js.js';
import { loadNativeBackend } from './native.js';
import { createWasmBackend } from './wasm.js';

/** What can execute passes here. */
export interface LoadedBackends {
  readonly backends: readonly Backend[];
  /** Every target, the fastest first; those that cannot run here with the reason. */
  readonly targets: readonly TargetStatus[];
  /** What was looked for before what was found, in that order. */
  readonly passedOver: readonly PassedOver[];
}

/** Loads each backend that loads, and calibrates their clocks: some 60 ms. */
export function loadBackends(): LoadedBackends {
  const native = loadNativeBackend();
  const backends = [native.backend, createWasmBackend(), createJsBackend()].filter(
    (backend) => backend !== null,
  );
  const missing =
    native.backend === null
      ? native.passedOver.map(({ candidate, reason }) => `${candidate}: ${reason}`).join('; ')
      : `the native kernels are for ${process.arch}`;
  return {
    backends,
    // Asked for where runs are planned. The process that measures does without, and compiles no module in vain.
    get targets() {
      const statuses = backends.flatMap((backend) => backend.targets);
      return allTargets.map(
        (target) =>
          statuses.find((status) => status.target === target) ?? {
            target,
            available: false,
            reason: missing,
          },
      );
    },
    passedOver: native.passedOver,
  };
}
