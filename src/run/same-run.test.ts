import { describe, expect, it } from 'vitest';

import { fixtureDocument } from '../testing/fixture-document.js';
import { differencesBetween } from './same-run.js';

describe('differencesBetween', () => {
  const { machine, tool } = fixtureDocument();
  const before = { machine, tool: { ...tool, buildId: '0123456789ab' } };

  it('finds none on the same machine with the same build, whatever else has changed', () => {
    expect(differencesBetween(before, before)).toEqual([]);
    const now = {
      machine: {
        ...machine,
        memoryBytes: 1,
        lastLevelCacheBytes: 16 << 20,
        lastLevelCacheSource: 'measured' as const,
        cacheProbe: null,
      },
      tool: { ...before.tool, gitCommit: 'another' },
    };
    expect(differencesBetween(before, now)).toEqual([]);
  });

  it('names each thing that differs, as it was and as it is', () => {
    const now = {
      machine: { ...machine, cpuModel: 'another CPU', logicalCpuCount: 3 },
      tool: { ...before.tool, buildId: null },
    };
    expect(differencesBetween(before, now)).toEqual([
      'buildId was "0123456789ab", is null',
      `cpuModel was "${machine.cpuModel}", is "another CPU"`,
      `logicalCpuCount was ${machine.logicalCpuCount}, is 3`,
    ]);
  });
});
