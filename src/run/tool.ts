import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { packageInfo, packageRoot } from '../package-root.js';
import type { ResultDocument } from '../model/result.js';

/**
 * What measures: name and version of the package, and its git commit when it runs from a clone that
 * has git; null otherwise, as for an installed package.
 */
export function describeTool(): ResultDocument['tool'] {
  const root = packageRoot();
  return { ...packageInfo(), gitCommit: gitCommitOf(root), buildId: buildIdOf(root) };
}

/** What of the build decides a measured time, relative to the package. */
const measuringFolders = [
  'build/native',
  'dist/src/backends',
  'dist/src/measure',
  'dist/src/plan',
  'dist/src/softmax',
  'prebuilds',
  'src/backends/wasm',
];
const buildIdLength = 12;

/** A hash over the compiled files that measure; null where nothing is compiled. */
function buildIdOf(root: string): string | null {
  const files = measuringFolders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(js|node|wasm)$/.test(name))
        .sort()
        .map((name) => join(folder, name)),
    );
  if (files.length === 0) return null;
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, buildIdLength);
}

function gitCommitOf(folder: string): string | null {
  // Without this check git would answer for whatever repository the package is installed inside.
  if (!existsSync(join(folder, '.git'))) return null;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
