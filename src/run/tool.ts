import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Backend } from '../backends/backend.js';
import { addonCandidates } from '../backends/native/addon-paths.js';
import type { ResultDocument } from '../model/result.js';
import { packageInfo, packageRoot } from '../package-root.js';
import { buildIdOf } from './build-id.js';

/**
 * What measures: name and version of the package, its git commit when it runs from a clone that has git
 * (null otherwise, as for an installed package), and the build with the addon that is loaded.
 */
export function describeTool(backends: readonly Pick<Backend, 'origin'>[]): ResultDocument['tool'] {
  const root = packageRoot();
  const loaded = addonCandidates().find(({ origin }) =>
    backends.some((backend) => backend.origin === origin),
  );
  return {
    ...packageInfo(),
    gitCommit: gitCommitOf(root),
    buildId: buildIdOf(root, loaded?.path ?? null),
  };
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
