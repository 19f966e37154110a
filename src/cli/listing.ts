import type { LoadedBackends } from '../backends/load.js';
import { loadRunConfig } from '../config/load-config.js';
import { presetNames } from '../config/presets.js';
import { targets } from '../model/vocabulary.js';
import { algorithmGroups } from '../plan/algorithm-groups.js';
import { algorithms } from '../softmax/algorithms.js';
import { operations } from '../softmax/operations.js';
import { studies } from '../softmax/studies.js';
import { streamsOf } from '../softmax/traffic.js';

/** What `list` shows, and prints with `--json`. */
export type Listing = ReturnType<typeof makeListing>;

/** Puts the listing together. Reads the presets from the package. */
export function makeListing(loaded: LoadedBackends) {
  return {
    operations: Object.values(operations).map(({ id, title }) => ({ id, title })),
    algorithms: algorithms.map((algorithm) => {
      // In units of N, the bytes of one array; null on the bus when the C library chooses the kind of store.
      const { passBytes, busBytes } = streamsOf(algorithm);
      return { ...algorithm, passStreams: passBytes, busStreams: busBytes };
    }),
    groups: algorithmGroups.map(({ name, title }) => ({ name, title })),
    studies,
    // The fastest first.
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
