import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the package says about itself. */
export interface PackageInfo {
  readonly name: string;
  readonly version: string;
}

/**
 * Absolute path of the folder that holds the package's package.json. It is found by walking up from
 * this file, so it is the same for `src/` (tests) and `dist/src/` (the installed package).
 * @throws Error if no folder above holds a package.json: a broken installation.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.url}`);
    folder = parent;
  }
  return folder;
}

/** Name and version of the package, read from its package.json. */
export function packageInfo(): PackageInfo {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as PackageInfo;
  return { name, version };
}
