import { describe, expect, it } from 'vitest';

import { cacheBoundaries } from '../model/region.js';
import {
  appleLaptop,
  armServer,
  bareContainer,
  hostOf,
  hybridDesktop,
  laptop,
  runningOn,
  sysfsCache,
  unevenDesktop,
  virtualMachine,
} from '../testing/fixture-hosts.js';
import { detectMachine } from './detect.js';
import { thisHost, type Host } from './host.js';
import { hugetlbPoolOf } from './pages.js';

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

  it('believes a virtual machine that reports the cache of its host', () => {
    const machine = detectMachine(detected, virtualMachine());
    expect(machine.hypervisor).toBe('KVM');
    expect(machine.lastLevelCacheBytes).toBe(260 * mib);
  });

  it.each([
    ['KVMKVMKVM', 'fpu hypervisor', 'KVM'],
    ['Xyz', 'fpu hypervisor', 'unknown'],
    ['Microsoft Hv', 'fpu', null],
    ['TCGTCGTCGTCG', 'fpu', 'QEMU (TCG)'],
  ])('names a hypervisor as CPUID does: %s with flags %s', (cpuidHypervisor, flags, name) => {
    const host = hostOf({ '/proc/cpuinfo': `flags\t\t: ${flags}\n` });
    expect(detectMachine({ ...detected, cpuidHypervisor }, host).hypervisor).toBe(name);
  });

  it('orders caches by level, whatever the order of the system: a fourth level comes last', () => {
    const machine = detectMachine(
      detected,
      laptop({
        ...sysfsCache(0, 4, 'Unified', '131072K', '0-15'),
        ...sysfsCache(4, 1, 'Data', '32K', '0-1'),
      }),
    );
    expect(machine.caches.map(({ level }) => level)).toEqual([1, 2, 3, 4]);
    const boundaries = cacheBoundaries(machine, machine.lastLevelCacheBytes, 'operating system');
    expect(boundaries.map(({ region }) => region)).toEqual(['L1', 'L2', 'L3', 'LLC']);
    expect(boundaries.at(-1)?.capacityBytes).toBe(128 * mib);
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

  it.each([
    ['0-5', 'Arm Cortex-A55 + Arm Cortex-A76'],
    ['4-5', 'Arm Cortex-A76'],
  ])('names the kinds of Arm cores that the process may use: %s', (cpus, model) => {
    const blocks = [0, 1, 2, 3, 4, 5].map(
      (cpu) =>
        `processor\t: ${cpu}\nCPU implementer\t: 0x41\nCPU part\t: ${cpu < 4 ? '0xd05' : '0xd0b'}\n`,
    );
    const host = hostOf({
      '/proc/cpuinfo': `${blocks.join('\n')}\nHardware\t: x\n`,
      '/proc/self/status': `Cpus_allowed_list:\t${cpus}\n`,
    });
    expect(detectMachine(detected, host).cpuModel).toBe(model);
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

  it('has an anonymous id: one for each machine, without its machine-id', () => {
    const machineId = '0123456789abcdef0123456789abcdef';
    const idFrom = (text: string) =>
      detectMachine(detected, laptop({ '/etc/machine-id': text })).anonymousId;
    expect(idFrom(`${machineId}\n`)).toBe(idFrom(machineId));
    expect(idFrom(machineId)).toMatch(/^[0-9a-f]{12}$/);
    expect(machineId).not.toContain(idFrom(machineId));
    expect(idFrom(machineId.replace('0', 'f'))).not.toBe(idFrom(machineId));
    expect(idFrom('')).toBeNull();
    expect(idFrom('uninitialized\n')).toBeNull();
    expect(detectMachine(detected, bareContainer()).anonymousId).toBeNull();
  });

  it('describes this computer, whatever it is', () => {
    const machine = detectMachine(detected, thisHost());
    expect(machine.lastLevelCacheBytes).toBeGreaterThan(0);
    expect(machine.memoryBytes).toBeGreaterThan(0);
    expect(machine.logicalCpuCount).toBeGreaterThan(0);
  });
});

describe('the caches', () => {
  const lastLevelOf = (host: Host) => {
    const { lastLevelCacheBytes, lastLevelCacheSource, reportedLastLevelCacheBytes } =
      detectMachine(detected, host);
    return { lastLevelCacheBytes, lastLevelCacheSource, reportedLastLevelCacheBytes };
  };
  const reported = (bytes: number) => ({
    lastLevelCacheBytes: bytes,
    lastLevelCacheSource: 'operating system',
    reportedLastLevelCacheBytes: bytes,
  });
  const assumed = {
    lastLevelCacheBytes: 32 * mib,
    lastLevelCacheSource: 'assumed',
    reportedLastLevelCacheBytes: null,
  };

  it.each([
    [0, 2 * mib],
    [4, 4 * mib],
  ])('are those of the core that the process runs on: CPU %i', (cpu, level2Bytes) => {
    const { caches } = detectMachine(detected, hybridDesktop(cpu));
    expect(caches.map(({ sizeBytes }) => sizeBytes)[1]).toBe(level2Bytes);
    expect(lastLevelOf(hybridDesktop(cpu))).toEqual(reported(24 * mib));
  });

  it('may be shared unevenly: those of the own chiplet count', () => {
    expect(lastLevelOf(unevenDesktop(runningOn(0)))).toEqual(reported(96 * mib));
    expect(lastLevelOf(unevenDesktop(runningOn(12)))).toEqual(reported(32 * mib));
  });

  it('are those of the first CPU of a container, where the system does not name the current one', () => {
    const status = { '/proc/self/status': 'Name:\tnode\nCpus_allowed_list:\t12-15\n' };
    expect(lastLevelOf(unevenDesktop(status))).toEqual(reported(32 * mib));
  });

  it('are those of CPU 0 where the own one shows none', () => {
    expect(lastLevelOf(unevenDesktop(runningOn(7)))).toEqual(reported(96 * mib));
  });

  it('may end in the second level', () => {
    const host = hostOf({
      ...sysfsCache(0, 1, 'Data', '32K', '0'),
      ...sysfsCache(1, 2, 'Unified', '1024K', '0-3'),
    });
    expect(lastLevelOf(host)).toEqual(reported(mib));
  });

  it.each([
    ['a size of 0', '0K'],
    ['no size', ''],
    ['less than the level before it', '512K'],
    ['terabytes', '4294967296K'],
  ])('are assumed where the last one has %s', (_, size) => {
    expect(lastLevelOf(laptop(sysfsCache(3, 3, 'Unified', size, '0-15')))).toEqual(assumed);
  });

  it('are assumed where all that is reported is smaller than any last level', () => {
    expect(lastLevelOf(hostOf(sysfsCache(0, 1, 'Data', '8K', '0')))).toEqual(assumed);
  });
});

describe('hugetlbPoolOf', () => {
  const folder = '/sys/kernel/mm/hugepages/hugepages-2048kB';
  const poolOf = (files: Readonly<Record<string, string>>) =>
    hugetlbPoolOf((path) => files[path] ?? null);

  it('counts free pages without those that others have a claim to', () => {
    const files = { [`${folder}/nr_hugepages`]: '512\n', [`${folder}/free_hugepages`]: '500\n' };
    expect(poolOf(files)).toEqual({ totalPages: 512, freePages: 500 });
    expect(poolOf({ ...files, [`${folder}/resv_hugepages`]: '100\n' })?.freePages).toBe(400);
  });

  it('is null where there are no such pages', () => {
    expect(poolOf({})).toBeNull();
  });
});
