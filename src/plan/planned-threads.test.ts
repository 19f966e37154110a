import { describe, expect, it } from 'vitest';

import { detectMachine } from '../machine/detect.js';
import { cpuLimitCheck } from '../machine/doctor/checks/cpu-limit.js';
import { laptop } from '../testing/fixture-hosts.js';
import { topologyOfShape } from '../testing/fixture-topologies.js';
import { plannedThreads } from './planned-threads.js';

const topology = topologyOfShape({
  nodeCount: 2,
  cachesPerNode: 1,
  coresPerCache: 2,
  threadsPerCore: 2,
});

describe('plannedThreads', () => {
  it('are one, on no CPU in particular, unless others are named', () => {
    expect(plannedThreads({}, topology)).toEqual({ count: 1, cpus: [] });
    expect(plannedThreads({ threads: ['all'] }, null)).toEqual({ count: 1, cpus: [] });
  });

  it('are the most of all counts, on the CPUs of all placements', () => {
    const config = { threads: [1, 3], placements: ['compact', 'scatter', 'list:7,6,5'] };
    expect(plannedThreads(config, topology)).toEqual({ count: 3, cpus: [0, 1, 2, 7, 6, 5] });
  });

  it('are on no CPU in particular where threads cannot be pinned', () => {
    const free = { ...topology, canPin: false };
    expect(plannedThreads({ threads: ['cores'] }, free)).toEqual({ count: 4, cpus: [] });
  });

  it('end up with a quota that the doctor finds sufficient, once its advice is followed', () => {
    const adviceFor = (quota: number): number | null => {
      const host = laptop({ '/sys/fs/cgroup/cpu.max': `${quota * 100_000} 100000\n` });
      const machine = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
      const threads = plannedThreads({ threads: [1, 'powers'] }, machine.topology ?? null);
      const verdict = cpuLimitCheck.examine({ host, machine, targets: [], clocks: [], threads });
      if (verdict.status !== 'finding') return null;
      return Number(/a quota of (\d+) CPU/.exec(verdict.remedy)?.[1]);
    };
    for (const quota of [0.25, 0.5, 1, 1.5]) {
      const advised = adviceFor(quota);
      expect(advised).toBe(2);
      expect(adviceFor(advised!)).toBeNull();
    }
    for (const quota of [2, 3.5, 15.5, 16, 64]) expect(adviceFor(quota)).toBeNull();
  });
});
