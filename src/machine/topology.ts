import type { LogicalCpu, Topology } from '../model/topology.js';
import { cpuQuotaOf } from './control-groups.js';
import { capacityOfKind } from './core-kinds.js';
import { sysctlNumber, type Host } from './host.js';
import { slurmCpuCountOf } from './scheduler.js';
import { linuxCpus } from './linux-topology.js';

/**
 * The CPUs of the machine as the system describes them; null where it does not. Windows tells their number alone, so
 * each is a core of its own there.
 */
export function topologyOf(host: Host): Topology | null {
  const cpus = cpusOf(host);
  if (!cpus.some(({ isUsable }) => isUsable)) return null;
  return {
    cpus,
    quotaCpuCount: tightest(cpuQuotaOf(host)?.cpuCount, slurmCpuCountOf(host)),
    // macOS has no affinity mask: it takes tags of threads that share data, on some machines.
    canPin: host.platform !== 'darwin',
  };
}

/** The smallest of the numbers that there are. */
function tightest(...counts: readonly (number | null | undefined)[]): number | null {
  const known = counts.filter((count) => count != null);
  return known.length === 0 ? null : Math.min(...known);
}

function cpusOf(host: Host): readonly LogicalCpu[] {
  if (host.platform === 'linux') return linuxCpus(host);
  if (host.platform === 'darwin') return macCpus(host);
  return host.platform === 'win32' ? host.cpuModels.map((_, cpu) => ownCore(cpu)) : [];
}

function ownCore(cpu: number): LogicalCpu {
  return { cpu, core: cpu, package: 0, node: null, cache: null, capacity: 1, isUsable: true };
}

/** The kinds of cores one after the other, the fastest (`perflevel0`) first: macOS does not tell numbers of CPUs. */
function macCpus({ sysctl }: Host): readonly LogicalCpu[] {
  const kindCount = sysctlNumber(sysctl, 'hw.nperflevels') ?? 0;
  const prefixes = Array.from({ length: kindCount }, (_, kind) => `hw.perflevel${kind}.`);
  const kinds = (kindCount === 0 ? ['hw.'] : prefixes).map((prefix) => {
    const read = (name: string) => sysctlNumber(sysctl, `${prefix}${name}`);
    const cpuCount = read('logicalcpu') ?? 0;
    const cpusPerCore = Math.max(1, Math.round(cpuCount / (read('physicalcpu') ?? cpuCount)));
    // An Intel CPU has one L3 for all, Apple's have an L2 for each cluster and no L3 that is reported.
    const hasLevel3 = (read('l3cachesize') ?? 0) > 0;
    const sharers = read('cpusperl3') ?? (hasLevel3 ? cpuCount : read('cpusperl2'));
    return { cpuCount, cpusPerCore, sharers };
  });
  return kinds.flatMap(({ cpuCount, cpusPerCore, sharers }, kind) => {
    const first = kinds.slice(0, kind).reduce((sum, before) => sum + before.cpuCount, 0);
    const groupOf = (index: number, size: number) => first + index - (index % size);
    return Array.from({ length: cpuCount }, (_, index) => ({
      ...ownCore(first + index),
      core: groupOf(index, cpusPerCore),
      cache: sharers === null ? null : groupOf(index, sharers),
      capacity: capacityOfKind(kind),
    }));
  });
}
