import { describe, expect, it } from 'vitest';

import { detectMachine } from '../../detect.js';
import type { Cache, Machine } from '../../../model/machine.js';
import { fixtureProbe } from '../../../testing/fixture-document.js';
import { bareContainer, laptop, sysfsCache } from '../../../testing/fixture-hosts.js';
import { cachesCheck } from './cache-sizes.js';

const mib = 2 ** 20;
const level1 = cacheOf(1, 32 * 1024, 1);
const level2 = cacheOf(2, mib, 1);

function examine(change: Partial<Machine>, files: Readonly<Record<string, string>> = {}) {
  const host = laptop(files);
  const detected = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
  const machine = { ...detected, logicalCpuCount: 4, ...change };
  return cachesCheck.examine({ host, machine, targets: [], clocks: [] });
}

describe('the check of cache sizes', () => {
  it.each([
    { what: 'a large L3 that many share', level3: cacheOf(3, 256 * mib, 64), cpus: 128 },
    { what: 'a usual share of a large L3', level3: cacheOf(3, 32 * mib, 2), cpus: 2 },
  ])('accepts $what in a virtual machine', ({ level3, cpus }) => {
    const caches = [level1, level2, level3];
    const { status } = examine({ caches, hypervisor: 'KVM', logicalCpuCount: cpus });
    expect(status).toBe('fine');
  });

  it('counts no more sharing CPUs than the machine has', () => {
    const caches = [level1, level2, cacheOf(3, 64 * mib, 64)];
    const { what } = examine({ caches, hypervisor: 'unknown', logicalCpuCount: 1 });
    expect(what).toMatch(/64 MiB of L3 cache for 1 CPU,/);
  });

  it('believes bare metal', () => {
    const caches = [level1, level2, cacheOf(3, 96 * mib, 1)];
    expect(examine({ caches, hypervisor: null, logicalCpuCount: 1 }).status).toBe('fine');
  });

  it('takes --llc for granted', () => {
    expect(examine({ caches: [level1], lastLevelCacheSource: '--llc' }).status).toBe('fine');
  });

  it.each([
    { what: 'no L3', change: { caches: [level1, level2] }, doubt: /no L3/ },
    {
      what: 'an inner size of 0',
      change: { caches: [level1, cacheOf(2, 0, 1), cacheOf(3, 8 * mib, 4)] },
      doubt: /L2 cache without a size/,
    },
  ])('warns of $what, with the remedy', ({ change, doubt }) => {
    expect(examine(change)).toMatchObject({
      status: 'finding',
      severity: 'warning',
      what: expect.stringMatching(doubt) as string,
      remedy: expect.stringContaining('--llc') as string,
    });
  });

  it.each([
    ['0K', /an L3 cache of 0 B as the last, which cannot be right: an LLC of 32 MiB is assumed/],
    ['512K', /an L3 cache of 512 KiB as the last/],
  ])('warns of a last level of %s', (size, doubt) => {
    const { what } = examine({}, sysfsCache(3, 3, 'Unified', size, '0-15'));
    expect(what).toMatch(doubt);
  });

  it('has no doubt about what a probe has measured', () => {
    const capacity = { capacityBytes: 20 * mib, lowBytes: 16 * mib, highBytes: 24 * mib };
    const cacheProbe = { ...fixtureProbe, capacity };
    expect(examine({ cacheProbe, hypervisor: 'KVM', caches: [level1] }).status).toBe('fine');
  });

  it('warns where nothing is reported', () => {
    const host = bareContainer();
    const machine = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
    expect(cachesCheck.examine({ host, machine, targets: [], clocks: [] })).toMatchObject({
      status: 'finding',
      what: 'The system reports no caches: an LLC of 32 MiB is assumed.',
    });
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
