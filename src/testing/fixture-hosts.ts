import type { Host } from '../machine/host.js';

type Files = Readonly<Record<string, string>>;

const mib = 2 ** 20;
const cpuFolder = '/sys/devices/system/cpu';

/** A computer that holds these files and no others; 8 GiB of memory, of which 6 are free. */
export function hostOf(files: Files, other: Partial<Host> = {}): Host {
  return {
    platform: 'linux',
    architecture: 'x64',
    nodeVersion: '20.0.0',
    operatingSystem: 'Linux 6.8.0',
    cpuModels: [],
    memoryBytes: 8 * 1024 * mib,
    freeMemoryBytes: 6 * 1024 * mib,
    memoryLimitBytes: null,
    readText: (path) => files[path] ?? null,
    listNames: (path) => namesIn(path, Object.keys(files)),
    sysctl: null,
    environment: {},
    powerSettings: null,
    ...other,
  };
}

/** Eight cores with SMT, on its battery, as it comes out of the box. */
export function laptop(files: Files = {}): Host {
  return hostOf(
    {
      '/etc/machine-id': '0123456789abcdef0123456789abcdef\n',
      '/proc/cpuinfo':
        'processor\t: 0\nmodel name\t: AMD Ryzen 7 7840U w/ Radeon  780M Graphics\nflags\t\t: fpu avx2\n',
      '/proc/loadavg': '0.21 0.32 0.30 1/1433 70021\n',
      '/proc/self/cgroup': '0::/user.slice/user-1000.slice/session-2.scope\n',
      '/proc/self/smaps': 'aaaa-bbbb r--p\nSize: 8 kB\nKernelPageSize:        4 kB\n',
      '/proc/self/task/4242/maps': 'aaaa-bbbb r--p 00000000 fe:00 42 /usr/bin/node\n',
      '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n',
      '/proc/self/status': 'Name:\tnode\nCpus_allowed_list:\t0-15\nMems_allowed_list:\t0\n',
      '/proc/stat': 'cpu  5655 0 3634 246897 438 0 118 0 0 0\n',
      '/proc/swaps': 'Filename Type Size Used Priority\n/dev/zram0 partition 8388604 2097152 100\n',
      '/sys/class/power_supply/ACAD/type': 'Mains\n',
      '/sys/class/power_supply/BAT1/type': 'Battery\n',
      '/sys/class/power_supply/BAT1/status': 'Discharging\n',
      '/sys/class/power_supply/hidpp_battery_0/type': 'Battery\n',
      '/sys/class/power_supply/hidpp_battery_0/scope': 'Device\n',
      '/sys/class/power_supply/hidpp_battery_0/status': 'Discharging\n',
      '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc\n',
      '/sys/devices/system/node/has_memory': '0\n',
      '/sys/firmware/acpi/platform_profile': 'balanced\n',
      '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never\n',
      [`${cpuFolder}/online`]: '0-15\n',
      [`${cpuFolder}/cpufreq/boost`]: '1\n',
      ...onEachCpu(16, 'cpufreq/scaling_governor', 'powersave'),
      ...onEachCpu(16, 'cpufreq/scaling_driver', 'amd-pstate-epp'),
      ...onEachCpu(16, 'cpufreq/energy_performance_preference', 'balance_performance'),
      [`${cpuFolder}/cpu0/topology/thread_siblings_list`]: '0,8\n',
      ...sysfsCache(0, 1, 'Data', '32K', '0-1'),
      ...sysfsCache(1, 1, 'Instruction', '32K', '0-1'),
      ...sysfsCache(2, 2, 'Unified', '1024K', '0-1'),
      ...sysfsCache(3, 3, 'Unified', '16384K', '0-7,8-15'),
      ...files,
    },
    { cpuModels: Array<string>(16).fill('') },
  );
}

/** Two CPUs, with the L3 of its host; overbooked. */
export function virtualMachine(files: Files = {}): Host {
  return hostOf(
    {
      '/proc/cpuinfo': 'model name\t: Intel(R) Xeon(R) Processor\nflags\t\t: fpu hypervisor avx2\n',
      '/proc/stat': 'cpu  8000 0 2000 90000 500 0 0 2500 0 0\n',
      '/sys/class/dmi/id/sys_vendor': 'QEMU\n',
      '/sys/class/dmi/id/product_name': 'Standard PC (Q35 + ICH9, 2009)\n',
      [`${cpuFolder}/online`]: '0-1\n',
      ...onEachCpu(2, 'topology/thread_siblings_list', '0'),
      ...sysfsCache(0, 1, 'Data', '48K', '0'),
      ...sysfsCache(1, 1, 'Instruction', '32K', '0'),
      ...sysfsCache(2, 2, 'Unified', '2048K', '0'),
      ...sysfsCache(3, 3, 'Unified', '266240K', '0-1'),
      ...files,
    },
    { cpuModels: ['', ''] },
  );
}

/** Arm cores with pages of 64 KiB. */
export function armServer(): Host {
  return hostOf(
    {
      '/proc/cpuinfo': 'processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n',
      '/proc/self/smaps': 'aaaa-bbbb r--p\nKernelPageSize:       64 kB\n',
      ...sysfsCache(0, 1, 'Data', '64K', '0'),
      ...sysfsCache(1, 2, 'Unified', '1024K', '0'),
      ...sysfsCache(2, 3, 'Unified', '32768K', '0-63'),
    },
    { cpuModels: Array<string>(64).fill('unknown') },
  );
}

/** Two sockets, tuned for measuring but bound to no node. */
export function numaServer(files: Files = {}): Host {
  return hostOf(
    {
      '/proc/cpuinfo': 'model name\t: Intel(R) Xeon(R) Gold 6130\nflags\t\t: fpu avx512f\n',
      '/proc/loadavg': '0.02 0.01 0.00 1/512 4242\n',
      '/proc/self/cgroup': '0::/\n',
      '/proc/self/status': 'Cpus_allowed_list:\t0-31\nMems_allowed_list:\t0-1\n',
      '/proc/stat': 'cpu  5655 0 3634 246897 438 0 118 0 0 0\n',
      '/proc/swaps': 'Filename Type Size Used Priority\n',
      '/sys/devices/system/node/has_memory': '0-1\n',
      '/sys/devices/system/node/node1/cpulist': '16-31\n',
      '/sys/kernel/mm/transparent_hugepage/enabled': '[always] madvise never\n',
      [`${cpuFolder}/online`]: '0-31\n',
      [`${cpuFolder}/intel_pstate/no_turbo`]: '1\n',
      ...onEachCpu(32, 'cpufreq/scaling_governor', 'performance'),
      ...onEachCpu(32, 'cpu_capacity', '1024'),
      [`${cpuFolder}/cpu0/topology/thread_siblings_list`]: '0\n',
      ...sysfsCache(0, 1, 'Data', '32K', '0'),
      ...sysfsCache(1, 2, 'Unified', '1024K', '0'),
      ...sysfsCache(2, 3, 'Unified', '22528K', '0-15'),
      ...files,
    },
    { cpuModels: Array<string>(32).fill('') },
  );
}

/** The process runs on that CPU. Its name holds what the kernel does not escape. */
export function runningOn(cpu: number): Files {
  const behindName = ['S', ...Array<string>(35).fill('0'), cpu, ...Array<string>(13).fill('0')];
  return { '/proc/self/stat': `4242 (a) b (c)) ${behindName.join(' ')}\n` };
}

/** CPU 0 is a fast core with 2 MiB of L2, CPU 4 a slow one that shares 4 MiB; one L3. */
export function hybridDesktop(cpu: number): Host {
  return hostOf(
    {
      ...runningOn(cpu),
      ...sysfsCache(0, 1, 'Data', '48K', '0', 0),
      ...sysfsCache(1, 2, 'Unified', '2048K', '0', 0),
      ...sysfsCache(2, 3, 'Unified', '24576K', '0-5', 0),
      ...sysfsCache(0, 1, 'Data', '32K', '4', 4),
      ...sysfsCache(1, 2, 'Unified', '4096K', '2-5', 4),
      ...sysfsCache(2, 3, 'Unified', '24576K', '0-5', 4),
    },
    { cpuModels: Array<string>(6).fill('Hybrid Processor') },
  );
}

/** Two chiplets, one of them with a cache on top: 96 MiB for CPUs 0 to 7, 32 MiB for the others. */
export function unevenDesktop(files: Files): Host {
  return hostOf(
    {
      ...sysfsCache(0, 2, 'Unified', '1024K', '0', 0),
      ...sysfsCache(1, 3, 'Unified', '98304K', '0-7', 0),
      ...sysfsCache(0, 2, 'Unified', '1024K', '12', 12),
      ...sysfsCache(1, 3, 'Unified', '32768K', '8-15', 12),
      ...files,
    },
    { cpuModels: Array<string>(16).fill('') },
  );
}

/** Shows nothing, and may have 512 MiB of memory. */
export function bareContainer(): Host {
  return hostOf({}, { memoryLimitBytes: 512 * mib });
}

/** An Apple M2 on its battery. `lines` are more of what sysctl prints. */
export function appleLaptop(lines: readonly string[] = []): Host {
  const sysctl = [
    'hw.cachelinesize: 128',
    'hw.l1dcachesize: 65536',
    'hw.l2cachesize: 4194304',
    'hw.nperflevels: 2',
    'hw.pagesize: 16384',
    'hw.perflevel0.l1dcachesize: 131072',
    'hw.perflevel0.l2cachesize: 16777216',
    'hw.perflevel0.cpusperl2: 4',
    'vm.swapusage: total = 2048.00M  used = 1071.25M  free = 976.75M  (encrypted)',
    'kern.hv_vmm_present: 0',
    ...lines,
  ].join('\n');
  return hostOf(
    {},
    {
      platform: 'darwin',
      architecture: 'arm64',
      operatingSystem: 'Darwin 23.5.0',
      cpuModels: Array<string>(8).fill('Apple M2'),
      sysctl,
      powerSettings: "Now drawing from 'Battery Power'\n -InternalBattery-0\t83%; discharging\n",
    },
  );
}

/** A Windows desktop under the plan that it comes with. */
export function windowsDesktop(): Host {
  return hostOf(
    {},
    {
      platform: 'win32',
      operatingSystem: 'Windows_NT 10.0.22631',
      cpuModels: Array<string>(12).fill('12th Gen Intel(R) Core(TM) i5-12400'),
      powerSettings:
        'GUID des Energieschemas: 381b4222-f694-41f0-9685-ff5bb260df2e  (Ausbalanciert)\r\n',
    },
  );
}

/** The same file below the folder of each of the first CPUs. */
export function onEachCpu(cpuCount: number, name: string, text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: cpuCount }, (_, cpu) => [`${cpuFolder}/cpu${cpu}/${name}`, `${text}\n`]),
  );
}

/** The files of one cache of a CPU. */
export function sysfsCache(
  index: number,
  level: number,
  type: string,
  size: string,
  sharedCpuList: string,
  cpu = 0,
): Record<string, string> {
  const folder = `${cpuFolder}/cpu${cpu}/cache/index${index}`;
  return {
    [`${folder}/level`]: `${level}\n`,
    [`${folder}/type`]: `${type}\n`,
    [`${folder}/size`]: `${size}\n`,
    [`${folder}/coherency_line_size`]: '64\n',
    [`${folder}/shared_cpu_list`]: `${sharedCpuList}\n`,
  };
}

function namesIn(folder: string, paths: readonly string[]): readonly string[] | null {
  const below = paths.filter((path) => path.startsWith(`${folder}/`));
  if (below.length === 0) return null;
  return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))].sort();
}
