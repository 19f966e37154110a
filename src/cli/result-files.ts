import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

import type { UnusableFile } from '../compare/comparison.js';

/** The files that arguments name. */
export interface ResultFiles {
  /** In the order of the arguments, sorted within each; none twice. */
  readonly paths: readonly string[];
  /** Arguments that name nothing. */
  readonly unusable: readonly UnusableFile[];
}

/**
 * Files by path, folder or glob. A folder stands for every JSON file below it, but not in `node_modules` or
 * hidden folders.
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
    const found = await glob('**/*.json', { cwd: argument, ignore: '**/node_modules/**' });
    return found.sort().map((path) => join(argument, path));
  }
  if (stats !== undefined) return [argument];
  if (!isDynamicPattern(argument)) return [];
  return (await glob(argument, { ignore: '**/node_modules/**' })).sort();
}

function reasonFor(argument: string): string {
  if (existsSync(argument)) return 'the folder holds no JSON file';
  return isDynamicPattern(argument) ? 'no file matches' : 'no such file or folder';
}
