import { describe, expect, it } from 'vitest';

import {
  coreCount,
  domainsOf,
  usableCpuCount,
  usableCpus,
  type LogicalCpu,
  type Topology,
} from '../model/topology.js';
import { topologySchema } from '../model/topology.js';
import {
  appleLaptop,
  bareContainer,
  hostOf,
  laptop,
  onEachCpu,
  windowsDesktop,
} from '../testing/fixture-hosts.js';
import { cpusOfShape, hostWithCpus } from '../testing/fixture-topologies.js';
import { thisHost, type Host } from './host.js';
import { topologyOf } from './topology.js';

const node = '/sys/devices/system/node';
const cpuFolder = '/sys/devices/system/cpu';
const twoSockets = cpusOfShape({
  nodeCount: 2,
  cachesPerNode: 2,
  coresPerCache: 2,
  threadsPerCore: 2,
});

function read(host: Host): Topology {
  const topology = topologyOf(host);
  if (topology === null) throw new Error('no topology');
  expect(topologySchema.parse(topology)).toEqual(topology);
  return topology;
}

function valuesOf<Name extends keyof LogicalCpu>(
  host: Host,
  name: Name,
): readonly LogicalCpu[Name][] {
  return read(host).cpus.map((cpu) => cpu[name]);
}

describe('topologyOf', () => {
  it('reads sockets, nodes, caches and hardware threads', () => {
    const topology = read(hostWithCpus(twoSockets));
    expect(topology).toEqual({ cpus: twoSockets, quotaCpuCount: null, canPin: true });
    expect([usableCpuCount(topology), coreCount(topology)]).toEqual([16, 8]);
    expect(domainsOf(topology, [0, 1, 8])).toEqual({ cacheCount: 1, nodeCount: 1 });
    expect(domainsOf(topology, [0, 2, 4])).toEqual({ cacheCount: 3, nodeCount: 2 });
  });

  it('gives CPUs of a node without memory that of the nearest', () => {
    const host = hostWithCpus(twoSockets, {
      [`${node}/has_memory`]: '0,2-3\n',
      [`${node}/node1/distance`]: '20 10 15 30\n',
      [`${node}/node2/cpulist`]: '\n',
      [`${node}/node3/cpulist`]: '\n',
    });
    expect(new Set(valuesOf(host, 'node'))).toEqual(new Set([0, 2]));
    expect(domainsOf(read(host), [4, 5])).toEqual({ cacheCount: 1, nodeCount: 1 });
  });

  it('does not count a node that is only memory', () => {
    const host = hostWithCpus(twoSockets, {
      [`${node}/has_memory`]: '0-2\n',
      [`${node}/node2/cpulist`]: '\n',
    });
    expect(read(host).cpus).toEqual(twoSockets);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly number[]]>([
    [
      'capacities of Arm',
      {
        [`${cpuFolder}/cpu0/cpu_capacity`]: '446\n',
        [`${cpuFolder}/cpu1/cpu_capacity`]: '446\n',
        [`${cpuFolder}/cpu2/cpu_capacity`]: '871\n',
        [`${cpuFolder}/cpu3/cpu_capacity`]: '1024\n',
      },
      [0.436, 0.436, 0.851, 1],
    ],
    [
      "Intel's kinds",
      { '/sys/devices/cpu_core/cpus': '0-1\n', '/sys/devices/cpu_atom/cpus': '2-3\n' },
      [1, 1, 0.5, 0.5],
    ],
    [
      "Intel's three kinds",
      {
        '/sys/devices/cpu_core/cpus': '0\n',
        '/sys/devices/cpu_atom/cpus': '1-2\n',
        '/sys/devices/cpu_lowpower/cpus': '3\n',
      },
      [1, 0.5, 0.5, 0.25],
    ],
    [
      'highest clocks, apart from favoured cores of the same kind',
      {
        [`${cpuFolder}/cpu0/cpufreq/cpuinfo_max_freq`]: '5100000\n',
        [`${cpuFolder}/cpu1/cpufreq/cpuinfo_max_freq`]: '4900000\n',
        [`${cpuFolder}/cpu2/cpufreq/cpuinfo_max_freq`]: '3300000\n',
        [`${cpuFolder}/cpu3/cpufreq/cpuinfo_max_freq`]: '3300000\n',
      },
      [1, 1, 0.647, 0.647],
    ],
    ['one kind that is named', { '/sys/devices/cpu_core/cpus': '0-3\n' }, [1, 1, 1, 1]],
  ])('tells kinds of cores by %s', (_, files, expected) => {
    const four = cpusOfShape({
      nodeCount: 1,
      cachesPerNode: 1,
      coresPerCache: 4,
      threadsPerCore: 1,
    });
    const capacities = valuesOf(hostWithCpus(four, files), 'capacity');
    expect(capacities.map((capacity) => Number(capacity.toFixed(3)))).toEqual(expected);
  });

  it('takes a core for one CPU where SMT is off', () => {
    const host = hostWithCpus(twoSockets, {
      [`${cpuFolder}/online`]: '0-7\n',
      ...onEachCpu(1, 'topology/core_cpus_list', '0'),
    });
    expect([usableCpuCount(read(host)), coreCount(read(host))]).toEqual([8, 8]);
  });

  it('leaves out CPUs that are switched off', () => {
    const host = hostWithCpus(twoSockets, { [`${cpuFolder}/online`]: '1-7,9-15\n' });
    const topology = read(host);
    expect(topology.cpus.map(({ cpu }) => cpu)).not.toContain(0);
    expect(topology.cpus).toHaveLength(14);
    // Core and cache go by the smallest CPU that is left.
    expect(topology.cpus[0]).toMatchObject({ cpu: 1, core: 1, cache: 1 });
  });

  it('tells clusters of Arm cores by their last cache', () => {
    const clusters = cpusOfShape({
      nodeCount: 1,
      cachesPerNode: 3,
      coresPerCache: 4,
      threadsPerCore: 1,
    });
    const host = hostWithCpus(clusters, onEachCpu(12, 'topology/physical_package_id', '-1'));
    expect(valuesOf(host, 'cache')).toEqual([0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8]);
    expect(new Set(valuesOf(host, 'package'))).toEqual(new Set([0]));
  });

  it('reads 256 CPUs', () => {
    const many = cpusOfShape({
      nodeCount: 8,
      cachesPerNode: 4,
      coresPerCache: 4,
      threadsPerCore: 2,
    });
    expect(read(hostWithCpus(many)).cpus).toEqual(many);
  });

  it('knows what a container may use, and its quota', () => {
    const host = hostWithCpus(twoSockets, {
      '/proc/self/status': 'Cpus_allowed_list:\t2-3,10\n',
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/cpu.max': '150000 100000\n',
    });
    const topology = read(host);
    expect(usableCpus(topology).map(({ cpu }) => cpu)).toEqual([2, 3, 10]);
    expect([usableCpuCount(topology), coreCount(topology)]).toEqual([3, 2]);
    expect(topology.quotaCpuCount).toBe(1.5);
  });

  it('says nothing of what the system does not say', () => {
    const host = hostOf({ [`${cpuFolder}/online`]: '0-1\n' });
    expect(read(host).cpus).toEqual(
      [0, 1].map((cpu) => {
        const unknown = { node: null, cache: null, capacity: 1 };
        return { cpu, core: cpu, package: 0, ...unknown, isUsable: true };
      }),
    );
    expect(domainsOf(read(host), [0, 1])).toEqual({ cacheCount: null, nodeCount: null });
    expect(topologyOf(bareContainer())).toBeNull();
    expect(topologyOf(hostOf({}, { platform: 'freebsd', cpuModels: ['x'] }))).toBeNull();
  });

  it('reads the older name of siblings, and believes no group without its own CPU', () => {
    const files = onEachCpu(2, 'topology/thread_siblings_list', '0');
    const host = hostOf({ [`${cpuFolder}/online`]: '0-1\n', ...files });
    expect(valuesOf(host, 'core')).toEqual([0, 1]);
    expect(coreCount(read(laptop()))).toBe(15);
  });

  it('takes the fast cores of a Mac first, and cannot pin there', () => {
    const topology = read(
      appleLaptop([
        'hw.perflevel0.physicalcpu: 4',
        'hw.perflevel0.logicalcpu: 4',
        'hw.perflevel1.physicalcpu: 4',
        'hw.perflevel1.logicalcpu: 4',
        'hw.perflevel1.cpusperl2: 4',
      ]),
    );
    expect(topology.canPin).toBe(false);
    expect(topology.cpus.map(({ capacity }) => capacity)).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]);
    expect(topology.cpus.map(({ cache }) => cache)).toEqual([0, 0, 0, 0, 4, 4, 4, 4]);
  });

  it('reads hyper-threading and the L3 of an Intel Mac', () => {
    const sysctl = 'hw.physicalcpu: 2\nhw.logicalcpu: 4\nhw.l3cachesize: 4194304\n';
    const host = hostOf({}, { platform: 'darwin', sysctl });
    expect(valuesOf(host, 'core')).toEqual([0, 0, 2, 2]);
    expect(valuesOf(host, 'cache')).toEqual([0, 0, 0, 0]);
  });

  it('knows the number of CPUs on Windows', () => {
    const topology = read(windowsDesktop());
    expect([usableCpuCount(topology), coreCount(topology), topology.canPin]).toEqual([
      12,
      12,
      true,
    ]);
  });

  it('describes this computer, whatever it is', () => {
    const topology = read(thisHost());
    expect(usableCpuCount(topology)).toBeGreaterThan(0);
    expect(coreCount(topology)).toBeLessThanOrEqual(usableCpuCount(topology));
  });
});
