import { describe, expect, it } from 'vitest';

import type { Cache } from './machine.js';
import { cacheWarnings } from './plausibility.js';

const mib = 2 ** 20;
const level1 = cacheOf(1, 32 * 1024, 1);
const level2 = cacheOf(2, mib, 1);

describe('cacheWarnings', () => {
  it.each([
    { what: 'a large L3 that many share', level3: cacheOf(3, 256 * mib, 64), cpus: 128 },
    { what: 'a usual share of a large L3', level3: cacheOf(3, 32 * mib, 2), cpus: 2 },
  ])('accepts $what in a virtual machine', ({ level3, cpus }) => {
    const caches = [level1, level2, level3];
    expect(cacheWarnings({ caches, hypervisor: 'KVM', logicalCpuCount: cpus })).toEqual([]);
  });

  it('counts no more sharing CPUs than the machine has', () => {
    const caches = [level1, level2, cacheOf(3, 64 * mib, 64)];
    const [warning] = cacheWarnings({ caches, hypervisor: 'unknown', logicalCpuCount: 1 });
    expect(warning).toMatch(/64 MiB of L3 cache for 1 CPU:/);
  });

  it('believes bare metal', () => {
    const caches = [level1, level2, cacheOf(3, 96 * mib, 1)];
    expect(cacheWarnings({ caches, hypervisor: null, logicalCpuCount: 1 })).toEqual([]);
  });

  it.each([
    { what: 'no L3', caches: [level1, level2], warning: /no L3/ },
    {
      what: 'an L2 larger than the L3',
      caches: [level1, cacheOf(2, 16 * mib, 1), cacheOf(3, 8 * mib, 4)],
      warning: /L2 cache \(16 MiB\) larger than the L3 \(8 MiB\)/,
    },
    {
      what: 'a size of 0',
      caches: [level1, level2, cacheOf(3, 0, 4)],
      warning: /L3 cache without a size/,
    },
  ])('warns of $what, with the remedy', ({ caches, warning }) => {
    const warnings = cacheWarnings({ caches, hypervisor: null, logicalCpuCount: 4 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(warning);
    expect(warnings[0]).toContain('--llc');
  });
});

function cacheOf(level: number, sizeBytes: number, sharedByCpuCount: number): Cache {
  return {
    level,
    kind: level === 1 ? 'data' : 'unified',
    sizeBytes,
    lineBytes: 64,
    sharedByCpuCount,
  };
}
