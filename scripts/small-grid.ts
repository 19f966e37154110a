import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';

/** Compiles one shape of each kind of kernel (table.h), in a tenth of the time of the whole grid. */
export const smallGridFlag = '-DSOFTMAX_BENCH_SMALL_GRID';

/** Addons of the small grid, one folder a platform. Only tests look here: neither the program nor `npm pack` does. */
export const smallGridAddons = join(packageRoot(), 'build', 'small-grid');

/** The flags of each target with those of the small grid, which the other sources do not depend on. */
export function withSmallGrid(
  flagsByTarget: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(flagsByTarget).map(([target, flags]) => [target, [...flags, smallGridFlag]]),
  );
}
