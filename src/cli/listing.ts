import type { Backend } from '../backends/backend.js';
import type { LoadedBackends } from '../backends/load.js';
import { loadRunConfig } from '../config/load-config.js';
import { presetNames } from '../config/presets.js';
import type { UnavailableKernel } from '../model/session.js';
import type { TargetStatus } from '../model/target-status.js';
import { targets } from '../model/vocabulary.js';
import { algorithmGroups } from '../plan/algorithm-groups.js';
import { algorithms, type Algorithm } from '../softmax/algorithms.js';
import { operations, type Operation } from '../softmax/operations.js';
import { studies, type Study } from '../softmax/studies.js';
import { streamsOf } from '../softmax/traffic.js';

/** An algorithm with its traffic in units of N, the bytes of one array. */
export interface ListedAlgorithm extends Algorithm {
  readonly passStreams: number;
  /** Null when the C library chooses the kind of store. */
  readonly busStreams: number | null;
}

/** What `list` shows, and prints with `--json`. */
export interface Listing {
  readonly operations: readonly Pick<Operation, 'id' | 'title'>[];
  readonly algorithms: readonly ListedAlgorithm[];
  readonly groups: readonly { readonly name: string; readonly title: string }[];
  readonly studies: readonly Study[];
  /** The fastest first. */
  readonly targets: readonly TargetStatus[];
  /** Where the kernels come from, and which were tried before. */
  readonly backends: readonly Pick<Backend, 'name' | 'origin'>[];
  readonly unavailableKernels: readonly UnavailableKernel[];
  readonly presets: readonly {
    readonly name: string;
    readonly algorithms: readonly string[];
    readonly budgetSeconds: number;
  }[];
}

/** Puts the listing together. Reads the presets from the package. */
export function makeListing(loaded: LoadedBackends): Listing {
  return {
    operations: Object.values(operations).map(({ id, title }) => ({ id, title })),
    algorithms: algorithms.map((algorithm) => {
      const { passBytes, busBytes } = streamsOf(algorithm);
      return { ...algorithm, passStreams: passBytes, busStreams: busBytes };
    }),
    groups: algorithmGroups.map(({ name, title }) => ({ name, title })),
    studies,
    targets: [...loaded.targets].sort(
      (a, b) => targets.indexOf(a.target) - targets.indexOf(b.target),
    ),
    backends: loaded.backends.map(({ name, origin }) => ({ name, origin })),
    unavailableKernels: loaded.unavailableKernels,
    presets: presetNames().map((name) => {
      const config = loadRunConfig({ preset: name, file: null, overrides: {} });
      return { name, algorithms: config.algorithms, budgetSeconds: config.budgetSeconds };
    }),
  };
}
