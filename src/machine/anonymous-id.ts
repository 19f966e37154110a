import { createHmac } from 'node:crypto';

import type { Host } from './host.js';

const idLength = 12;

/**
 * An id that is the same for every run on this installation of a system and that nobody can trace to
 * it: machine-id(5) asks that the id in that file be shown to others only hashed with a key of the
 * application's own. Null where there is no such file.
 */
export function anonymousIdOf({ readText }: Pick<Host, 'readText'>): string | null {
  const machineId = (readText('/etc/machine-id') ?? '').trim();
  if (!/^[0-9a-f]{32}$/.test(machineId)) return null;
  return createHmac('sha256', machineId).update('softmax-bench').digest('hex').slice(0, idLength);
}
