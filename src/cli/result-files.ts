import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

import type { UnusableFile } from '../compare/comparison.js';
import { reducedSuffix } from '../compare/reduced-store.js';

/** The files that arguments name. */
export interface ResultFiles {
  /** In the order of the arguments, sorted within each; none twice. */
  readonly paths: readonly string[];
  /** Arguments that name nothing. */
  readonly unusable: readonly UnusableFile[];
}

/**
 * Files by path, folder or glob. A folder means every JSON file below it, but not in `node_modules` or
 * hidden folders. Reduced files are no results, and no folder or glob finds them.
 */
export async function findResultFiles(args: readonly string[]): Promise<ResultFiles> {
  const paths = new Map<string, string>();
  const unusable: UnusableFile[] = [];
  for (const argument of args) {
    const found = await filesOf(argument);
    if (found.length === 0) unusable.push({ path: argument, reason: reasonFor(argument) });
    for (const path of found) {
      const realPath = realpathSync(path);
      if (!paths.has(realPath)) paths.set(realPath, path);
    }
  }
  return { paths: [...paths.values()], unusable };
}

async function filesOf(argument: string): Promise<readonly string[]> {
  const stats = statSync(argument, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) {
    return (await globbed('**/*.json', argument)).map((path) => join(argument, path));
  }
  if (stats !== undefined) return [argument];
  return isDynamicPattern(argument) ? await globbed(argument, '.') : [];
}

async function globbed(pattern: string, cwd: string): Promise<readonly string[]> {
  const found = await glob(pattern, { cwd, ignore: '**/node_modules/**' });
  return found.filter((path) => !path.endsWith(reducedSuffix)).sort();
}

function reasonFor(argument: string): string {
  if (existsSync(argument)) return 'the folder holds no JSON file';
  return isDynamicPattern(argument) ? 'no file matches' : 'no such file or folder';
}
