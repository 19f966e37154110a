import type { Backend, PassedOver } from '../backends/backend.js';
import type { LoadedBackends } from '../backends/load.js';
import { loadRunConfig } from '../config/load-config.js';
import { presetNames } from '../config/presets.js';
import { targets } from '../model/vocabulary.js';
import { algorithmGroups } from '../plan/algorithm-groups.js';
import type { TargetStatus } from '../plan/target-status.js';
import { algorithms, type Algorithm } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';

/** An algorithm with what one element costs. */
export interface ListedAlgorithm extends Algorithm {
  readonly passBytesPerElement: number;
  /** Null when the C library chooses the kind of store. */
  readonly busBytesPerElement: number | null;
}

/** What `list` shows and, with `--json`, prints. */
export interface Listing {
  readonly algorithms: readonly ListedAlgorithm[];
  readonly groups: readonly { readonly name: string; readonly title: string }[];
  /** The fastest first. */
  readonly targets: readonly TargetStatus[];
  /** Where the kernels come from, and what was looked for before. */
  readonly backends: readonly Pick<Backend, 'name' | 'origin'>[];
  readonly passedOver: readonly PassedOver[];
  readonly presets: readonly {
    readonly name: string;
    readonly algorithms: readonly string[];
    readonly budgetSeconds: number;
  }[];
}

/** Puts the listing together. Reads the presets from the package. */
export function makeListing({ targets: statuses, backends, passedOver }: LoadedBackends): Listing {
  return {
    algorithms: algorithms.map((algorithm) => {
      const { passBytes, busBytes } = trafficOf(algorithm, 1);
      return { ...algorithm, passBytesPerElement: passBytes, busBytesPerElement: busBytes };
    }),
    groups: algorithmGroups.map(({ name, title }) => ({ name, title })),
    targets: [...statuses].sort((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target)),
    backends: backends.map(({ name, origin }) => ({ name, origin })),
    passedOver,
    presets: presetNames().map((name) => {
      const config = loadRunConfig({ preset: name, file: null, overrides: {} });
      return { name, algorithms: config.algorithms, budgetSeconds: config.budgetSeconds };
    }),
  };
}
