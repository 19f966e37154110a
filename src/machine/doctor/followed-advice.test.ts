import { describe, expect, it } from 'vitest';

import { checkIds, type CheckId } from '../../model/finding.js';
import type { Machine } from '../../model/machine.js';
import {
  amdHybrid,
  boundByNumactl,
  intelHybrid,
  unevenDies,
} from '../../testing/fault-machines.js';
import {
  appleLaptop,
  bareContainer,
  hostOf,
  laptop,
  numaServer,
  onEachCpu,
  virtualMachine,
  windowsDesktop,
} from '../../testing/fixture-hosts.js';
import { cpusOfShape, hostWithCpus } from '../../testing/fixture-topologies.js';
import { detectMachine } from '../detect.js';
import type { Host } from '../host.js';
import type { CheckContext } from './check.js';
import { diagnose } from './diagnose.js';

type Files = Readonly<Record<string, string>>;

const cpuFolder = '/sys/devices/system/cpu';
const twoNodes = cpusOfShape({
  nodeCount: 2,
  cachesPerNode: 1,
  coresPerCache: 4,
  threadsPerCore: 1,
});
const calm = { seconds: 0.5, stolenSeconds: 0, stolenShare: 0, otherCpuCount: 0.01 };

/** A machine as the doctor sees it. */
interface Seen {
  readonly host: Host;
  readonly context?: Partial<CheckContext>;
  readonly machine?: Partial<Machine>;
}

/** Advice of a check, with the machine that gets it and the machine that followed it. */
interface Advice {
  readonly check: CheckId;
  readonly remedy: RegExp;
  readonly before: Seen;
  readonly after: Seen;
}

const quota = (cpuMax: string, cpus = '0-15'): Files => ({
  '/sys/fs/cgroup/cpu.max': `${cpuMax}\n`,
  '/proc/self/cgroup': '0::/\n',
  '/proc/self/status': `Cpus_allowed_list:\t${cpus}\nMems_allowed_list:\t0\n`,
});
const slowClock = { source: 'hrtime', frequencyHz: 1e9, overheadNs: 1500 };
const quickClock = { source: 'rdtscp', frequencyHz: 3e9, overheadNs: 8 };
const clockSource = (current: string, available = 'tsc hpet acpi_pm'): Files => ({
  '/sys/devices/system/clocksource/clocksource0/current_clocksource': `${current}\n`,
  '/sys/devices/system/clocksource/clocksource0/available_clocksource': `${available}\n`,
});
const numa = (files: Files) => hostWithCpus(twoNodes, files);
const policy = (text: string): Files => ({ '/proc/self/numa_maps': `7f00 ${text} anon=1\n` });
const allowed = (cpus: string): Files => ({
  '/proc/self/status': `Cpus_allowed_list:\t${cpus}\nMems_allowed_list:\t0-1\n`,
});

const advice: readonly Advice[] = [
  {
    check: 'targets',
    remedy: /npm run build:native/,
    before: {
      host: laptop(),
      context: { targets: [{ target: 'js', available: true, reason: null }] },
    },
    after: { host: laptop() },
  },
  {
    check: 'emulation',
    remedy: /on the CPU itself, with a Node\.js for it/,
    before: { host: hostOf({ '/proc/cpuinfo': 'CPU implementer\t: 0x41\n' }) },
    after: {
      host: hostOf({ '/proc/cpuinfo': 'CPU implementer\t: 0x41\n' }, { architecture: 'arm64' }),
    },
  },
  {
    check: 'battery',
    remedy: /Plug it in/,
    before: { host: laptop() },
    after: { host: laptop({ '/sys/class/power_supply/ACAD/online': '1\n' }) },
  },
  {
    check: 'battery',
    remedy: /Plug it in/,
    before: { host: appleLaptop() },
    after: { host: { ...appleLaptop(), powerSettings: "Now drawing from 'AC Power'\n" } },
  },
  {
    check: 'cpu-limit',
    remedy: /--cpuset-cpus 0-1, without --cpus/,
    before: { host: laptop(quota('150000 100000')) },
    after: { host: laptop(quota('max 100000', '0-1')) },
  },
  {
    check: 'cpu-limit',
    remedy: /a quota of 5 CPUs/,
    before: {
      host: laptop(quota('200000 100000')),
      context: { threads: { count: 4, cpus: [0, 1, 2, 3] } },
    },
    after: {
      host: laptop(quota('500000 100000')),
      context: { threads: { count: 4, cpus: [0, 1, 2, 3] } },
    },
  },
  {
    check: 'steal',
    remedy: /at a quiet hour/,
    before: {
      host: virtualMachine(),
      context: { activity: { ...calm, stolenSeconds: 0.1, stolenShare: 0.2 } },
    },
    // What was stolen since boot stays.
    after: { host: virtualMachine(), context: { activity: calm } },
  },
  {
    check: 'load',
    remedy: /Stop other jobs/,
    before: {
      host: laptop({ '/proc/loadavg': '3.52 1 1 1/2 3\n' }),
      context: { activity: { ...calm, otherCpuCount: 3 } },
    },
    // The average takes minutes to fall.
    after: {
      host: laptop({ '/proc/loadavg': '3.30 1 1 1/2 3\n' }),
      context: { activity: calm },
    },
  },
  {
    check: 'memory',
    remedy: /Close programs/,
    before: { host: hostOf({}, { freeMemoryBytes: 2 ** 27 }) },
    after: { host: hostOf({}, { freeMemoryBytes: 2 ** 32 }) },
  },
  {
    check: 'caches',
    remedy: /--llc 32Mi/,
    before: { host: bareContainer() },
    after: { host: bareContainer(), machine: { lastLevelCacheSource: '--llc' } },
  },
  {
    check: 'governor',
    remedy: /cpupower frequency-set -g performance/,
    before: { host: laptop() },
    after: { host: laptop(onEachCpu(16, 'cpufreq/scaling_governor', 'performance')) },
  },
  {
    // The CPUs that the process may not use do not count.
    check: 'governor',
    remedy: /cpupower frequency-set -g performance/,
    before: { host: laptop(quota('max 100000', '0-3')) },
    after: {
      host: laptop({
        ...quota('max 100000', '0-3'),
        ...onEachCpu(4, 'cpufreq/scaling_governor', 'performance'),
      }),
    },
  },
  {
    check: 'governor',
    remedy: /powerprofilesctl set performance/,
    before: { host: laptop({ '/sys/firmware/acpi/platform_profile': 'low-power\n' }) },
    after: {
      host: laptop({
        '/sys/firmware/acpi/platform_profile': 'performance\n',
        ...onEachCpu(16, 'cpufreq/energy_performance_preference', 'performance'),
      }),
    },
  },
  {
    check: 'governor',
    remedy: /powercfg \/setactive SCHEME_MIN/,
    before: { host: windowsDesktop() },
    after: {
      host: {
        ...windowsDesktop(),
        powerSettings: 'Power Scheme GUID: 8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c',
      },
    },
  },
  {
    check: 'hybrid-cores',
    remedy: /taskset -c 0-15 softmax-bench run/,
    before: { host: intelHybrid('0-23') },
    after: { host: intelHybrid('0-15') },
  },
  {
    check: 'hybrid-cores',
    remedy: /taskset -c 0-3,12-15 softmax-bench run/,
    before: { host: amdHybrid() },
    after: { host: amdHybrid('0-3,12-15') },
  },
  {
    check: 'hybrid-cores',
    remedy: /taskset -c 0-7,16-23 softmax-bench run/,
    before: { host: unevenDies('0-31') },
    after: { host: unevenDies('0-7,16-23') },
  },
  {
    check: 'numa',
    remedy: /numactl --cpunodebind=0 --membind=0/,
    before: { host: numa(policy('default')) },
    after: { host: numa({ ...allowed('0-3'), ...policy('bind:0') }) },
  },
  {
    check: 'numa',
    remedy: /numactl --cpunodebind=0 --membind=0/,
    before: { host: numa({ ...allowed('0-3'), ...policy('interleave:0-1') }) },
    after: { host: numa({ ...allowed('0-3'), ...policy('bind=static:0') }) },
  },
  {
    check: 'numa',
    remedy: /numactl --cpunodebind=0 --membind=0/,
    before: { host: numa({ ...allowed('0-3'), ...policy('prefer:1') }) },
    after: { host: numa({ ...allowed('0-3'), ...policy('local') }) },
  },
  {
    check: 'numa',
    remedy: /run --threads 1$/,
    before: {
      host: numa(policy('default')),
      context: { threads: { count: 8, cpus: [0, 1, 2, 3, 4, 5, 6, 7] } },
    },
    after: { host: numa({ ...allowed('0-3'), ...policy('bind:0') }) },
  },
  {
    check: 'numa-balancing',
    remedy: /echo 0 \| sudo tee \/proc\/sys\/kernel\/numa_balancing/,
    before: { host: numa({ '/proc/sys/kernel/numa_balancing': '1\n' }) },
    after: { host: numa({ '/proc/sys/kernel/numa_balancing': '0\n' }) },
  },
  {
    check: 'numa-balancing',
    remedy: /numactl --membind/,
    before: {
      host: boundByNumactl({ ...policy('default'), '/proc/sys/kernel/numa_balancing': '1\n' }),
    },
    after: { host: boundByNumactl({ '/proc/sys/kernel/numa_balancing': '1\n' }) },
  },
  {
    check: 'swap',
    remedy: /swapoff -a && sudo swapon -a/,
    before: { host: laptop() },
    after: { host: laptop({ '/proc/swaps': 'Filename Type Size Used Priority\n' }) },
  },
  {
    check: 'timer',
    remedy: /echo tsc/,
    before: { host: laptop(clockSource('hpet')) },
    after: { host: laptop(clockSource('tsc')) },
  },
  {
    check: 'timer',
    remedy: /another machine/,
    before: { host: laptop(clockSource('hpet', 'hpet acpi_pm')) },
    after: { host: laptop(clockSource('tsc')) },
  },
  {
    check: 'timer',
    remedy: /npm run build:native/,
    before: { host: laptop(), context: { clocks: [slowClock] } },
    after: { host: laptop(), context: { clocks: [slowClock, quickClock] } },
  },
  {
    check: 'timer',
    remedy: /without a system call/,
    before: { host: laptop(), context: { clocks: [{ ...slowClock, source: 'clock_gettime' }] } },
    after: { host: laptop(), context: { clocks: [{ ...quickClock, source: 'clock_gettime' }] } },
  },
  {
    check: 'huge-pages',
    remedy: /echo madvise/,
    before: {
      host: laptop({ '/sys/kernel/mm/transparent_hugepage/enabled': 'always madvise [never]\n' }),
    },
    after: { host: laptop() },
  },
  {
    check: 'huge-pages',
    remedy: /a program that leaves them enabled/,
    before: {
      host: laptop({ '/proc/self/status': 'Cpus_allowed_list:\t0-15\nTHP_enabled:\t0\n' }),
    },
    after: { host: laptop({ '/proc/self/status': 'Cpus_allowed_list:\t0-15\nTHP_enabled:\t1\n' }) },
  },
  {
    check: 'hypervisor',
    remedy: /a dedicated host/,
    before: { host: virtualMachine() },
    after: { host: virtualMachine({ '/proc/cpuinfo': 'flags\t\t: fpu avx2\n' }) },
  },
  {
    check: 'smt',
    remedy: /echo off \| sudo tee \/sys\/devices\/system\/cpu\/smt\/control/,
    before: { host: laptop() },
    after: {
      host: laptop({
        [`${cpuFolder}/online`]: '0-7\n',
        [`${cpuFolder}/cpu0/topology/thread_siblings_list`]: '0\n',
      }),
    },
  },
  {
    check: 'smt',
    remedy: /--threads cores/,
    before: { host: laptop(), context: { threads: { count: 2, cpus: [0, 8] } } },
    after: {
      host: laptop({
        [`${cpuFolder}/online`]: '0-7\n',
        [`${cpuFolder}/cpu0/topology/thread_siblings_list`]: '0\n',
      }),
      context: { threads: { count: 2, cpus: [0, 1] } },
    },
  },
  {
    check: 'turbo',
    remedy: /echo 1 \| sudo tee .*no_turbo/,
    before: { host: numaServer({ [`${cpuFolder}/intel_pstate/no_turbo`]: '0\n' }) },
    after: { host: numaServer() },
  },
  {
    check: 'turbo',
    remedy: /echo 0 \| sudo tee .*boost/,
    before: { host: laptop() },
    after: { host: laptop({ [`${cpuFolder}/cpufreq/boost`]: '0\n' }) },
  },
];

function findingsOn({ host, context, machine }: Seen) {
  const detected = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
  const results = diagnose({
    host,
    machine: { ...detected, ...machine },
    targets: [{ target: 'avx2', available: true, reason: null }],
    clocks: [quickClock],
    ...context,
  });
  return results.filter((result) => result.status === 'finding');
}

describe('advice that was followed', () => {
  it.each(advice)('is seen by the check: $check, $remedy', ({ check, remedy, before, after }) => {
    const finding = findingsOn(before).find((found) => found.check === check);
    expect(finding?.remedy).toMatch(remedy);
    const left = findingsOn(after).map((found) => found.check);
    expect(left).not.toContain(check);
    // No other check advises the opposite.
    const known = findingsOn(before).map((found) => found.check);
    expect(left.filter((other) => !known.includes(other))).toEqual([]);
  });

  it('is tested of every check', () => {
    const tested = new Set(advice.map(({ check }) => check));
    expect(checkIds.filter((check) => !tested.has(check))).toEqual([]);
  });
});
