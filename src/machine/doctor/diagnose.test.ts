import { describe, expect, it } from 'vitest';

import { detectMachine } from '../detect.js';
import { thisHost, type Host } from '../host.js';
import { checkIds, type CheckId } from '../../model/finding.js';
import type { ClockInfo } from '../../model/session.js';
import type { TargetStatus } from '../../model/target-status.js';
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
import type { CheckResult } from './check-result.js';
import type { CheckContext } from './check.js';
import { checks, diagnose, findingsOf, findingsThatMatter } from './diagnose.js';

const quickClock: ClockInfo = { source: 'rdtscp', frequencyHz: 3e9, overheadNs: 8 };
const native: readonly TargetStatus[] = [
  { target: 'avx2', available: true, reason: null },
  { target: 'js', available: true, reason: null },
];

function contextOf(host: Host, change: Partial<CheckContext> = {}): CheckContext {
  const machine = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
  return { host, machine, targets: native, clocks: [quickClock], ...change };
}

function resultOf(check: CheckId, host: Host, change: Partial<CheckContext> = {}): CheckResult {
  return diagnose(contextOf(host, change)).find((result) => result.check === check)!;
}

/** Checks that found something, with how bad it is. */
function foundOn(host: Host): Readonly<Record<string, string>> {
  return Object.fromEntries(
    findingsOf(diagnose(contextOf(host))).map(({ check, severity }) => [check, severity]),
  );
}

describe('diagnose', () => {
  it.each<[string, Host, Readonly<Record<string, string>>]>([
    [
      'a laptop on its battery',
      laptop(),
      { battery: 'warning', governor: 'note', swap: 'note', smt: 'note', turbo: 'note' },
    ],
    [
      'an overbooked virtual machine',
      virtualMachine(),
      {
        steal: 'warning',
        caches: 'warning',
        hypervisor: 'note',
      },
    ],
    ['a server of two nodes', numaServer(), { numa: 'warning' }],
    ['a bare container', bareContainer(), { caches: 'warning' }],
    [
      'an Apple laptop',
      appleLaptop(),
      { battery: 'warning', caches: 'warning', 'hybrid-cores': 'note', swap: 'note' },
    ],
    ['a Windows desktop', windowsDesktop(), { caches: 'warning', governor: 'note' }],
  ])('finds on %s what there is, and no more', (_, host, expected) => {
    expect(foundOn(host)).toEqual(expected);
  });

  it.each<[string, CheckId, Host, CheckResult['status'], RegExp]>([
    [
      'mains',
      'battery',
      laptop({ '/sys/class/power_supply/BAT1/status': 'Charging\n' }),
      'fine',
      /mains/,
    ],
    [
      'no battery but of a mouse',
      'battery',
      laptop({ '/sys/class/power_supply/BAT1/type': 'UPS\n' }),
      'fine',
      /no battery/,
    ],
    [
      'a governor that holds the clock down',
      'governor',
      laptop(onEachCpu(16, 'cpufreq/scaling_driver', 'acpi-cpufreq')),
      'finding',
      /governor is powersave/,
    ],
    [
      'the performance preference',
      'governor',
      laptop(onEachCpu(16, 'cpufreq/energy_performance_preference', 'performance')),
      'fine',
      /performance/,
    ],
    [
      'a quiet platform',
      'governor',
      laptop({ '/sys/firmware/acpi/platform_profile': 'quiet\n' }),
      'finding',
      /profile is quiet/,
    ],
    [
      'turbo that is off',
      'turbo',
      laptop({ '/sys/devices/system/cpu/cpufreq/boost': '0\n' }),
      'fine',
      /off/,
    ],
    [
      'Intel turbo',
      'turbo',
      numaServer({ '/sys/devices/system/cpu/intel_pstate/no_turbo': '0\n' }),
      'finding',
      /on/,
    ],
    [
      'fast and slow Intel cores',
      'hybrid-cores',
      laptop({ '/sys/devices/cpu_core/cpus': '0-7\n', '/sys/devices/cpu_atom/cpus': '8-15\n' }),
      'finding',
      /CPUs 0-7 fast, 8-15 slower/,
    ],
    [
      'big and little Arm cores',
      'hybrid-cores',
      numaServer({ '/sys/devices/system/cpu/cpu5/cpu_capacity': '446\n' }),
      'finding',
      /CPUs 0-4,6-31 fast, 5 slower/,
    ],
    ['cores of one kind', 'hybrid-cores', numaServer(), 'fine', /one kind/],
    [
      'a process bound to one node',
      'numa',
      numaServer({ '/proc/self/status': 'Cpus_allowed_list:\t16-20\nMems_allowed_list:\t1\n' }),
      'fine',
      /bound to node 1/,
    ],
    [
      'memory of one node, CPUs of both',
      'numa',
      numaServer({ '/proc/self/status': 'Cpus_allowed_list:\t0-31\nMems_allowed_list:\t1\n' }),
      'finding',
      /2 memory nodes/,
    ],
    [
      'a quota of cgroup v2 on a group above',
      'cpu-limit',
      laptop({
        '/sys/fs/cgroup/user.slice/cpu.max': '150000 100000\n',
        '/sys/fs/cgroup/user.slice/cpu.stat': 'nr_periods 9\nnr_throttled 4\n',
      }),
      'finding',
      /cgroup v2\) allows 1\.50 CPUs in every 100 ms for 1 thread, throttled 4 times/,
    ],
    [
      'the tightest of two quotas',
      'cpu-limit',
      laptop({
        '/sys/fs/cgroup/user.slice/cpu.max': '150000 100000\n',
        '/sys/fs/cgroup/cpu.max': '50000 100000\n',
      }),
      'finding',
      /allows 0\.500 CPUs/,
    ],
    [
      'no quota of cgroup v2',
      'cpu-limit',
      laptop({ '/sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n' }),
      'fine',
      /none/,
    ],
    [
      "a quota of cgroup v1 in a container that names its host's group",
      'cpu-limit',
      laptop({
        '/proc/self/cgroup': '4:cpu,cpuacct:/docker/0123\n1:name=systemd:/\n',
        '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '120000\n',
        '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      }),
      'finding',
      /cgroup v1\) allows 1\.20 CPUs/,
    ],
    [
      'no quota of cgroup v1',
      'cpu-limit',
      laptop({
        '/proc/self/cgroup': '4:cpu:/\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      }),
      'fine',
      /none/,
    ],
    [
      'some of the CPUs',
      'cpu-limit',
      laptop({ '/proc/self/status': 'Cpus_allowed_list:\t2,4\n' }),
      'fine',
      /2 CPUs of 16: 2,4/,
    ],
    [
      'no steal',
      'steal',
      virtualMachine({ '/proc/stat': 'cpu  8000 0 2000 90000 500 0 0 25 0 0\n' }),
      'fine',
      /^0\.249 ?% since boot$/,
    ],
    [
      'other work',
      'load',
      laptop({ '/proc/loadavg': '3.52 1 1 1/2 3\n' }),
      'finding',
      /^Load average 3\.52 on 16 CPUs\.$/,
    ],
    [
      'huge pages that are disabled',
      'huge-pages',
      laptop({ '/sys/kernel/mm/transparent_hugepage/enabled': 'always madvise [never]\n' }),
      'finding',
      /disabled/,
    ],
    [
      'little memory',
      'memory',
      hostOf({}, { freeMemoryBytes: 2 ** 27 }),
      'finding',
      /128 MiB of 8 GiB/,
    ],
    ['an unused swap', 'swap', numaServer(), 'fine', /0 B used/],
    [
      'a slow clock source',
      'timer',
      laptop({ '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'hpet\n' }),
      'finding',
      /clock source hpet/,
    ],
    ['a quick clock', 'timer', laptop(), 'fine', /rdtscp in steps of 0\.333 ns, read in 8\.00 ns/],
  ])('judges %s', (_, check, host, status, text) => {
    const result = resultOf(check, host);
    expect(result).toMatchObject({ status, what: expect.stringMatching(text) as string });
  });

  it('judges clocks and targets', () => {
    const clocks = [{ source: 'hrtime', frequencyHz: 1e7, overheadNs: 900 }];
    expect(resultOf('timer', laptop(), { clocks })).toMatchObject({
      status: 'finding',
      what: expect.stringMatching(/hrtime in steps of 100 ns, read in 900 ns/) as string,
    });
    const targets = [
      { target: 'avx2', available: false, reason: 'no compiler' },
      { target: 'js', available: true, reason: null },
    ] as const;
    expect(resultOf('targets', laptop(), { targets })).toMatchObject({
      status: 'finding',
      severity: 'warning',
      what: expect.stringMatching(/: js run; not avx2 \(no compiler\)\.$/) as string,
    });
  });

  it('takes WebAssembly alone for less than native kernels', () => {
    const targets = [
      { target: 'avx2', available: false, reason: 'not built' },
      { target: 'wasm-simd', available: true, reason: null },
      { target: 'js', available: true, reason: null },
    ] as const;
    expect(resultOf('targets', laptop(), { targets })).toMatchObject({
      status: 'finding',
      severity: 'note',
      what: expect.stringMatching(
        /^No native kernels run here: wasm-simd, js run; not avx2/,
      ) as string,
    });
  });

  it('continues when a check fails, and says which did', () => {
    const host = hostOf(
      {},
      {
        readText: (path) => {
          if (path === '/proc/swaps') throw new Error('the disk is on fire');
          return null;
        },
      },
    );
    const results = diagnose(contextOf(host));
    expect(results.map(({ check }) => check)).toEqual(checkIds);
    expect(results.filter(({ status }) => status === 'failed')).toEqual([
      { check: 'swap', status: 'failed', message: 'the disk is on fire' },
    ]);
  });

  it('has an answer to everything on this computer, whatever it is', () => {
    const results = diagnose(contextOf(thisHost()));
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(results).toHaveLength(Object.keys(checks).length);
  });
});

describe('findings', () => {
  const findings = findingsOf(diagnose(contextOf(laptop())));

  it('come with the warnings first, each a cause and a remedy', () => {
    expect(findings.map(({ severity }) => severity)).toEqual([
      'warning',
      'note',
      'note',
      'note',
      'note',
    ]);
    for (const { what, why, remedy } of findings) {
      expect(what).toMatch(/^[A-Z].*\.$/);
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z]/);
    }
  });

  it.each([
    { reachesDram: false, staysInCache: true, expected: ['battery', 'governor', 'smt', 'turbo'] },
    { reachesDram: true, staysInCache: false, expected: ['battery', 'swap'] },
  ])('matter by where the arrays lie: $expected', ({ expected, ...place }) => {
    const mattering = findingsThatMatter(findings, { ...place, requestsHugePages: true });
    expect(mattering.map(({ check }) => check)).toEqual(expected);
  });
});
