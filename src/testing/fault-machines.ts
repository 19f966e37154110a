import type { Host } from '../machine/host.js';
import { hostOf, sysfsCache } from './fixture-hosts.js';

type Files = Readonly<Record<string, string>>;

const cpuFolder = '/sys/devices/system/cpu';
const nodeFolder = '/sys/devices/system/node';

function allowed(cpus: string, nodes: string): Files {
  return {
    '/proc/self/status': `Cpus_allowed_list:\t${cpus}\nMems_allowed_list:\t${nodes}\n`,
  };
}

function x86(model: string, flags = 'fpu avx2'): Files {
  return { '/proc/cpuinfo': `processor\t: 0\nmodel name\t: ${model}\nflags\t\t: ${flags}\n` };
}

function arm(part: string, implementer = '0x41'): Files {
  return {
    '/proc/cpuinfo': `processor\t: 0\nFeatures\t: fp asimd evtstrm\nCPU implementer\t: ${implementer}\nCPU part\t: ${part}\n`,
  };
}

function product(vendor: string, name: string): Files {
  return {
    '/sys/class/dmi/id/sys_vendor': `${vendor}\n`,
    '/sys/class/dmi/id/product_name': `${name}\n`,
  };
}

function level(cpu: number, index: number, size: string, shared: string): Files {
  const type = index === 0 ? 'Data' : 'Unified';
  return sysfsCache(index, index + 1, type, size, shared, cpu);
}

/** Two nodes of 32 CPUs and 64 GiB, bound to node 0 by `numactl`, which shows in `numa_maps` alone. */
export function boundByNumactl(files: Files = {}): Host {
  return hostOf(
    {
      ...x86('Some server CPU'),
      ...allowed('0-15,32-47', '0-1'),
      [`${cpuFolder}/online`]: '0-63\n',
      [`${nodeFolder}/has_memory`]: '0-1\n',
      [`${nodeFolder}/node0/cpulist`]: '0-15,32-47\n',
      [`${nodeFolder}/node1/cpulist`]: '16-31,48-63\n',
      [`${nodeFolder}/node0/meminfo`]: nodeMemory(0, 3),
      [`${nodeFolder}/node1/meminfo`]: nodeMemory(1, 60),
      '/proc/self/numa_maps': '7f00 bind:0 anon=1 dirty=1 N0=1 kernelpagesize_kB=4\n',
      ...files,
    },
    { memoryBytes: 128 * 2 ** 30, freeMemoryBytes: 63 * 2 ** 30 },
  );
}

function nodeMemory(node: number, freeGib: number): string {
  const line = (name: string, gib: number) => `Node ${node} ${name}: ${gib * 2 ** 20} kB\n`;
  return line('MemTotal', 64) + line('MemFree', freeGib) + line('Inactive(file)', 1);
}

/** A CPU and a GPU whose memory is a node without CPUs. */
export function superchip(): Host {
  return hostOf(
    {
      ...arm('0xd4f'),
      ...allowed('0-71', '0-1'),
      [`${cpuFolder}/online`]: '0-71\n',
      [`${nodeFolder}/has_memory`]: '0-1\n',
      [`${nodeFolder}/node0/cpulist`]: '0-71\n',
      [`${nodeFolder}/node1/cpulist`]: '\n',
    },
    { architecture: 'arm64' },
  );
}

/** Fast CPUs 0 to 15 and slow ones 16 to 23, of which the process may use some. */
export function intelHybrid(cpus: string): Host {
  return hostOf({
    ...x86('12th Gen Intel(R) Core(TM) i9-12900K'),
    ...allowed(cpus, '0'),
    [`${cpuFolder}/online`]: '0-23\n',
    '/sys/devices/cpu_core/cpus': '0-15\n',
    '/sys/devices/cpu_atom/cpus': '16-23\n',
  });
}

/** Two kinds of cores that only their L3 tells apart: 16 MiB for CPUs 0-3 and 12-15, 8 MiB for the others. */
export function amdHybrid(cpus = '0-23'): Host {
  return hostOf({
    ...x86('AMD Ryzen AI 9 HX 370'),
    ...allowed(cpus, '0'),
    [`${cpuFolder}/online`]: '0-23\n',
    ...level(0, 0, '48K', '0,12'),
    ...level(0, 1, '1024K', '0,12'),
    ...level(0, 2, '16384K', '0-3,12-15'),
    ...level(4, 0, '48K', '4,16'),
    ...level(4, 1, '1024K', '4,16'),
    ...level(4, 2, '8192K', '4-11,16-23'),
  });
}

/** Two dies with 96 MiB and 32 MiB of L3. */
export function unevenDies(cpus: string): Host {
  return hostOf({
    ...x86('AMD Ryzen 9 7950X3D 16-Core Processor'),
    ...allowed(cpus, '0'),
    [`${cpuFolder}/online`]: '0-31\n',
    ...level(0, 0, '32K', '0,16'),
    ...level(0, 1, '1024K', '0,16'),
    ...level(0, 2, '98304K', '0-7,16-23'),
    ...level(8, 0, '32K', '8,24'),
    ...level(8, 1, '1024K', '8,24'),
    ...level(8, 2, '32768K', '8-15,24-31'),
  });
}

/** No CPU flag tells that it is a virtual machine; stolen time does. */
export function armGuest(files: Files = product('Alibaba Cloud', 'Alibaba Cloud ECS')): Host {
  return hostOf(
    {
      ...arm('0xd0c'),
      '/proc/stat': 'cpu  8000 0 2000 90000 500 0 0 2500 0 0\n',
      ...files,
    },
    { architecture: 'arm64' },
  );
}

/** L1 has a size, L2 has none. */
export function halfDescribed(files: Files = {}): Host {
  return hostOf(
    {
      ...arm('0xd03'),
      ...sysfsCache(0, 1, 'Data', '32K', '0'),
      ...sysfsCache(1, 1, 'Instruction', '32K', '0'),
      ...sysfsCache(2, 2, 'Unified', '', '0-3'),
      ...files,
    },
    { architecture: 'arm64' },
  );
}

/** Node.js for x64 in a container on Arm. */
export function foreignContainer(): Host {
  return hostOf(arm('0x000', '0x61'));
}

/** 16 MiB of L3 for each of 4 CPUs. */
export function madeUpCaches(): Host {
  return hostOf(
    {
      ...x86('QEMU Virtual CPU version 2.5+', 'fpu hypervisor avx2'),
      ...product('QEMU', 'Standard PC (i440FX + PIIX, 1996)'),
      ...level(0, 0, '32K', '0'),
      ...level(0, 1, '4096K', '0'),
      ...level(0, 2, '16384K', '0'),
    },
    { cpuModels: ['', '', '', ''] },
  );
}

/** Plugged in, with a full battery that says `Discharging` at a rate of 0. */
export function fullBattery(): Host {
  return hostOf({
    ...x86('x'),
    '/sys/class/power_supply/AC0/type': 'Mains\n',
    '/sys/class/power_supply/AC0/online': '1\n',
    '/sys/class/power_supply/BAT0/type': 'Battery\n',
    '/sys/class/power_supply/BAT0/status': 'Discharging\n',
  });
}
