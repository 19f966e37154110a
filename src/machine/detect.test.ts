import { describe, expect, it } from 'vitest';

import { detectMachine } from './detect.js';
import {
  appleLaptop,
  armServer,
  bareContainer,
  laptop,
  virtualMachine,
} from '../testing/fixture-hosts.js';
import { thisHost } from './host.js';

const kib = 1024;
const mib = 1024 * kib;
const detected = { lastLevelCacheBytes: null, isaFeatures: ['avx2'] };

describe('detectMachine', () => {
  it('describes a laptop as its system does', () => {
    const machine = detectMachine(detected, laptop());
    expect(machine).toMatchObject({
      cpuModel: 'AMD Ryzen 7 7840U w/ Radeon 780M Graphics',
      isaFeatures: ['avx2'],
      logicalCpuCount: 16,
      hypervisor: null,
      lastLevelCacheBytes: 16 * mib,
      lastLevelCacheSource: 'operating system',
      pageSizeBytes: 4096,
      transparentHugePages: 'madvise',
    });
    expect(machine.caches).toEqual([
      { level: 1, kind: 'data', sizeBytes: 32 * kib, lineBytes: 64, sharedByCpuCount: 2 },
      { level: 2, kind: 'unified', sizeBytes: mib, lineBytes: 64, sharedByCpuCount: 2 },
      { level: 3, kind: 'unified', sizeBytes: 16 * mib, lineBytes: 64, sharedByCpuCount: 16 },
    ]);
  });

  it('believes a virtual machine that reports its host’s cache', () => {
    const machine = detectMachine(detected, virtualMachine());
    expect(machine.hypervisor).toBe('KVM');
    expect(machine.lastLevelCacheBytes).toBe(260 * mib);
  });

  it('takes --llc for granted', () => {
    const options = { ...detected, lastLevelCacheBytes: 32 * mib };
    const machine = detectMachine(options, virtualMachine());
    expect(machine.lastLevelCacheBytes).toBe(32 * mib);
    expect(machine.lastLevelCacheSource).toBe('--llc');
  });

  it('names an Arm core by its registers, with its page size', () => {
    expect(detectMachine(detected, armServer())).toMatchObject({
      cpuModel: 'Arm Neoverse N1',
      hypervisor: null,
      lastLevelCacheBytes: 32 * mib,
      pageSizeBytes: 65536,
    });
  });

  it('assumes caches in a container that shows none, within its memory limit', () => {
    const machine = detectMachine(detected, bareContainer());
    expect(machine).toMatchObject({
      cpuModel: 'unknown',
      hypervisor: null,
      lastLevelCacheBytes: 32 * mib,
      lastLevelCacheSource: 'assumed',
      memoryBytes: 512 * mib,
      pageSizeBytes: 4096,
      transparentHugePages: null,
    });
    expect(machine.caches.map(({ sizeBytes }) => sizeBytes)).toEqual([32 * kib, mib, 32 * mib]);
  });

  it('reads an Apple CPU through sysctl', () => {
    const machine = detectMachine(detected, appleLaptop());
    expect(machine).toMatchObject({
      cpuModel: 'Apple M2',
      hypervisor: null,
      lastLevelCacheBytes: 16 * mib,
      pageSizeBytes: 16384,
    });
    expect(machine.caches[1]).toEqual({
      level: 2,
      kind: 'unified',
      sizeBytes: 16 * mib,
      lineBytes: 128,
      sharedByCpuCount: 4,
    });
  });

  it('describes this computer, whatever it is', () => {
    const machine = detectMachine(detected, thisHost());
    expect(machine.lastLevelCacheBytes).toBeGreaterThan(0);
    expect(machine.memoryBytes).toBeGreaterThan(0);
    expect(machine.logicalCpuCount).toBeGreaterThan(0);
  });
});
