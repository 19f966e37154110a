import { groupBy } from '../model/group-by.js';
import type { Cache } from '../model/machine.js';
import type { LogicalCpu } from '../model/topology.js';
import { formatBytes } from '../units.js';
import { cachesOfCpu } from './caches.js';
import type { Host } from './host.js';

/** CPUs whose caches have the same sizes. */
export interface CacheKind {
  readonly cpus: readonly number[];
  /** The level in which kinds differ, such as `32 MiB of L3`. */
  readonly text: string;
}

/**
 * The CPUs by the sizes of their caches, the largest first. A CPU without a description of its own has that of the
 * first of its last-level cache; those with neither are left out.
 */
export function cacheKindsOf(host: Host, cpus: readonly LogicalCpu[]): readonly CacheKind[] {
  const described = cpus.map(({ cpu, cache }) => {
    const own = cachesOfCpu(host.readText, cpu);
    return {
      cpu,
      caches: own.length > 0 || cache === null ? own : cachesOfCpu(host.readText, cache),
    };
  });
  const kinds = [...groupBy(described, ({ caches }) => sizesOf(caches).join()).values()]
    .map((members) => ({ cpus: members.map(({ cpu }) => cpu), caches: members[0]!.caches }))
    .filter(({ caches }) => caches.length > 0);
  const levels = [...new Set(kinds.flatMap(({ caches }) => caches.map(({ level }) => level)))];
  const level =
    levels
      .sort((a, b) => b - a)
      .find((one) => new Set(kinds.map(({ caches }) => sizeAt(caches, one))).size > 1) ?? 0;
  return kinds
    .sort((a, b) => sizeAt(b.caches, level) - sizeAt(a.caches, level))
    .map(({ cpus: members, caches }) => {
      const sizeBytes = sizeAt(caches, level);
      return {
        cpus: members,
        text: `${sizeBytes === 0 ? 'none' : formatBytes(sizeBytes)} of L${level}`,
      };
    });
}

function sizesOf(caches: readonly Cache[]): readonly number[] {
  return caches.flatMap(({ level, sizeBytes }) => [level, sizeBytes]);
}

/** 0 for none, or for one without a size. */
function sizeAt(caches: readonly Cache[], level: number): number {
  return caches.find((cache) => cache.level === level)?.sizeBytes ?? 0;
}
