import { spawnSync } from 'node:child_process';

import { readText } from '../../../machine/host.js';

/**
 * The version of the Debian package that a loaded shared object is of, or null.
 * @param file its name, as it was loaded.
 */
export function debianVersion(file: string): string | null {
  const line = readText('/proc/self/maps')
    ?.split('\n')
    .find((mapping) => mapping.includes(`/${file}`));
  const path = line?.slice(line.indexOf('/'));
  const owner = path === undefined ? null : outputOf(['--search', path]);
  const name = owner?.split(': ')[0];
  if (name === undefined) return null;
  const version = outputOf(['--show', '--showformat=${Version}', name]);
  return version === null ? null : `${version} (Debian)`;
}

function outputOf(flags: readonly string[]): string | null {
  const { status, stdout } = spawnSync('dpkg-query', flags, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
