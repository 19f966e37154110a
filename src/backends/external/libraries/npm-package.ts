import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A package that the user's project has. */
export interface NpmPackage {
  /** Of its `package.json`. */
  readonly version: string;
  /** The folder of its `package.json`. */
  readonly folder: string;
  /** The file that its name stands for. */
  readonly entry: string;
}

/** The package as Node finds it from that folder, or null. Loads nothing. */
export function findPackage(name: string, projectFolder: string): NpmPackage | null {
  const { resolve } = createRequire(join(projectFolder, 'package.json'));
  try {
    const manifest = resolve(`${name}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: unknown };
    return { version: String(version), folder: dirname(manifest), entry: resolve(name) };
  } catch {
    return null;
  }
}
