import { targets as allTargets } from '../config/vocabulary.js';
import type { TargetStatus } from '../plan/target-status.js';
import type { Backend } from './backend.js';
import { createJsBackend } from './js.js';
import { loadNativeBackend } from './native.js';

/** What can execute passes here. */
export interface LoadedBackends {
  readonly backends: readonly Backend[];
  /** Every target, the fastest first; those that cannot run here with the reason. */
  readonly targets: readonly TargetStatus[];
}

/** Loads each backend that loads, and calibrates their clocks: some 60 ms. */
export function loadBackends(): LoadedBackends {
  const native = loadNativeBackend();
  const backends = ['backend' in native ? native.backend : null, createJsBackend()].filter(
    (backend) => backend !== null,
  );
  const missing = 'reason' in native ? native.reason : 'this build has no kernels for it';
  const statuses = backends.flatMap((backend) => backend.targets);
  return {
    backends,
    targets: allTargets.map(
      (target) =>
        statuses.find((status) => status.target === target) ?? {
          target,
          available: false,
          reason: missing,
        },
    ),
  };
}
