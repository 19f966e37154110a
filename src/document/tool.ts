import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { packageInfo, packageRoot } from '../package-root.js';
import type { ResultDocument } from './result.js';

/**
 * What measures: name and version of the package, and its git commit when it runs from a clone that
 * has git; null otherwise, as for an installed package.
 */
export function describeTool(): ResultDocument['tool'] {
  return { ...packageInfo(), gitCommit: gitCommitOf(packageRoot()) };
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
