import { describe, expect, it } from 'vitest';

import { detectMachine } from './detect.js';
import { thisHost, type Host } from './host.js';

const kib = 1024;
const mib = 1024 * kib;
const detected = { lastLevelCacheBytes: null, isaFeatures: ['avx2'] };

describe('detectMachine', () => {
  it('describes a laptop as its system does, without a warning', () => {
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
      warnings: [],
    });
    expect(machine.caches).toEqual([
      { level: 1, kind: 'data', sizeBytes: 32 * kib, lineBytes: 64, sharedByCpuCount: 2 },
      { level: 2, kind: 'unified', sizeBytes: mib, lineBytes: 64, sharedByCpuCount: 2 },
      { level: 3, kind: 'unified', sizeBytes: 16 * mib, lineBytes: 64, sharedByCpuCount: 16 },
    ]);
  });

  it('doubts a virtual machine of 2 CPUs that reports its host’s cache', () => {
    const machine = detectMachine(detected, virtualMachine());
    expect(machine.hypervisor).toBe('KVM');
    expect(machine.lastLevelCacheBytes).toBe(260 * mib);
    expect(machine.warnings).toHaveLength(1);
    expect(machine.warnings[0]).toMatch(/260 MiB of L3 cache for 2 CPUs.*--llc/);
  });

  it('takes --llc for granted', () => {
    const options = { ...detected, lastLevelCacheBytes: 32 * mib };
    const machine = detectMachine(options, virtualMachine());
    expect(machine.lastLevelCacheBytes).toBe(32 * mib);
    expect(machine.lastLevelCacheSource).toBe('--llc');
    expect(machine.warnings).toEqual([]);
  });

  it('names an Arm core by its registers, with its page size', () => {
    expect(detectMachine(detected, armServer())).toMatchObject({
      cpuModel: 'Arm Neoverse N1',
      hypervisor: null,
      lastLevelCacheBytes: 32 * mib,
      pageSizeBytes: 65536,
      warnings: [],
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
    expect(machine.warnings[0]).toMatch(/no caches.*assumed.*--llc/);
  });

  it('reads an Apple CPU through sysctl', () => {
    const sysctl = [
      'hw.cachelinesize: 128',
      'hw.l1dcachesize: 65536',
      'hw.l2cachesize: 4194304',
      'hw.pagesize: 16384',
      'hw.perflevel0.l1dcachesize: 131072',
      'hw.perflevel0.l2cachesize: 16777216',
      'hw.perflevel0.cpusperl2: 4',
      'kern.hv_vmm_present: 0',
    ].join('\n');
    const machine = detectMachine(detected, {
      ...bareContainer(),
      platform: 'darwin',
      cpuModels: Array<string>(8).fill('Apple M2'),
      sysctl,
    });
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

function laptop(): Host {
  return linuxHost(Array<string>(16).fill(''), {
    '/proc/cpuinfo':
      'processor\t: 0\nmodel name\t: AMD Ryzen 7 7840U w/ Radeon  780M Graphics\nflags\t\t: fpu avx2\n',
    '/proc/self/smaps': 'aaaa-bbbb r--p\nSize: 8 kB\nKernelPageSize:        4 kB\n',
    '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
    ...sysfsCache(0, 1, 'Data', '32K', '0-1'),
    ...sysfsCache(1, 1, 'Instruction', '32K', '0-1'),
    ...sysfsCache(2, 2, 'Unified', '1024K', '0-1'),
    ...sysfsCache(3, 3, 'Unified', '16384K', '0-7,8-15'),
  });
}

function virtualMachine(): Host {
  return linuxHost(['', ''], {
    '/proc/cpuinfo': 'model name\t: Intel(R) Xeon(R) Processor\nflags\t\t: fpu hypervisor avx2\n',
    '/sys/class/dmi/id/sys_vendor': 'QEMU\n',
    '/sys/class/dmi/id/product_name': 'Standard PC (Q35 + ICH9, 2009)\n',
    ...sysfsCache(0, 1, 'Data', '48K', '0'),
    ...sysfsCache(1, 1, 'Instruction', '32K', '0'),
    ...sysfsCache(2, 2, 'Unified', '2048K', '0'),
    ...sysfsCache(3, 3, 'Unified', '266240K', '0-1'),
  });
}

function armServer(): Host {
  return linuxHost(Array<string>(64).fill('unknown'), {
    '/proc/cpuinfo': 'processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n',
    '/proc/self/smaps': 'aaaa-bbbb r--p\nKernelPageSize:       64 kB\n',
    ...sysfsCache(0, 1, 'Data', '64K', '0'),
    ...sysfsCache(1, 2, 'Unified', '1024K', '0'),
    ...sysfsCache(2, 3, 'Unified', '32768K', '0-63'),
  });
}

function bareContainer(): Host {
  return { ...linuxHost([], {}), memoryLimitBytes: 512 * mib };
}

function linuxHost(cpuModels: string[], files: Readonly<Record<string, string>>): Host {
  return {
    platform: 'linux',
    architecture: 'x64',
    nodeVersion: '20.0.0',
    operatingSystem: 'Linux 6.8.0',
    cpuModels,
    memoryBytes: 8 * 1024 * mib,
    freeMemoryBytes: 6 * 1024 * mib,
    memoryLimitBytes: null,
    readText: (path) => files[path] ?? null,
    sysctl: null,
  };
}

function sysfsCache(
  index: number,
  level: number,
  type: string,
  size: string,
  sharedCpuList: string,
): Record<string, string> {
  const folder = `/sys/devices/system/cpu/cpu0/cache/index${index}`;
  return {
    [`${folder}/level`]: `${level}\n`,
    [`${folder}/type`]: `${type}\n`,
    [`${folder}/size`]: `${size}\n`,
    [`${folder}/coherency_line_size`]: '64\n',
    [`${folder}/shared_cpu_list`]: `${sharedCpuList}\n`,
  };
}
