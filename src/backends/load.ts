import type { Target } from '../config/vocabulary.js';
import type { TargetStatus } from '../plan/target-status.js';
import type { Backend } from './backend.js';
import { createJsBackend } from './js.js';

/** What can execute passes here. */
export interface LoadedBackends {
  readonly backends: readonly Backend[];
  /** Every target of every backend, and those of a backend that could not be loaded, with the reason. */
  readonly targets: readonly TargetStatus[];
}

const nativeTargets: readonly Target[] = ['avx512', 'avx2', 'scalar'];

/** Loads each backend that loads. Calibrates their clocks, which takes some milliseconds. */
export function loadBackends(): Promise<LoadedBackends> {
  const backends = [createJsBackend()];
  const missing = nativeTargets.map((target) => ({
    target,
    available: false,
    reason: 'the native kernels are not built (npm run build:native)',
  }));
  return Promise.resolve({
    backends,
    targets: [...backends.flatMap((backend) => backend.targets), ...missing],
  });
}
