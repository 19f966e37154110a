import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { kernelSources, type CompileJob } from './compile.js';

/** Changes with the compiler, the flags and every source of the addon, and with nothing else. */
export function fingerprintOf(compilerVersion: string, jobs: readonly CompileJob[]): string {
  const hash = createHash('sha256').update(compilerVersion).update(JSON.stringify(jobs));
  const names = readdirSync(kernelSources, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter(isAddonSource).sort()) {
    hash.update(name).update(readFileSync(join(kernelSources, name)));
  }
  return hash.digest('hex');
}

function isAddonSource(name: string): boolean {
  return /\.(cc|h)$/.test(name) && !name.startsWith('tests') && !name.startsWith('wasm');
}
