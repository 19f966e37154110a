import type { Host } from '../machine/host.js';
import { cpuListText } from '../machine/cpu-list.js';
import type { LogicalCpu, Topology } from '../model/topology.js';
import { hostOf } from './fixture-hosts.js';

const cpuFolder = '/sys/devices/system/cpu';
const nodeFolder = '/sys/devices/system/node';

/** A Linux machine that describes these CPUs in sysfs; `files` lie over what that gives. */
export function hostWithCpus(
  cpus: readonly LogicalCpu[],
  files: Readonly<Record<string, string>> = {},
): Host {
  const listOf = (isMember: (cpu: LogicalCpu) => boolean) =>
    `${cpuListText(cpus.filter(isMember).map(({ cpu }) => cpu))}\n`;
  const nodes = [...new Set(cpus.flatMap(({ node }) => node ?? []))];
  return hostOf(
    {
      [`${cpuFolder}/online`]: listOf(() => true),
      '/proc/self/status': `Cpus_allowed_list:\t${listOf(({ isUsable }) => isUsable)}`,
      [`${nodeFolder}/has_memory`]: `${cpuListText(nodes)}\n`,
      ...Object.fromEntries(
        nodes.map((number) => [
          `${nodeFolder}/node${number}/cpulist`,
          listOf(({ node }) => node === number),
        ]),
      ),
      ...Object.fromEntries(cpus.flatMap((cpu) => Object.entries(filesOf(cpu, listOf)))),
      ...files,
    },
    { cpuModels: cpus.map(() => '') },
  );
}

function filesOf(
  { cpu, core, package: own, cache, capacity }: LogicalCpu,
  listOf: (isMember: (cpu: LogicalCpu) => boolean) => string,
): Readonly<Record<string, string>> {
  const folder = `${cpuFolder}/cpu${cpu}`;
  const ofCache = {
    [`${folder}/cache/index0/level`]: '1\n',
    [`${folder}/cache/index0/type`]: 'Data\n',
    [`${folder}/cache/index0/shared_cpu_list`]: listOf((other) => other.core === core),
    [`${folder}/cache/index1/level`]: '3\n',
    [`${folder}/cache/index1/type`]: 'Unified\n',
    [`${folder}/cache/index1/shared_cpu_list`]: listOf((other) => other.cache === cache),
  };
  return {
    [`${folder}/topology/core_cpus_list`]: listOf((other) => other.core === core),
    [`${folder}/topology/physical_package_id`]: `${own}\n`,
    [`${folder}/cpu_capacity`]: `${1024 * capacity}\n`,
    ...(cache === null ? {} : ofCache),
  };
}

/** A machine of equal domains, its CPUs numbered as Linux does: the first of every core before any second. */
export interface Shape {
  readonly nodeCount: number;
  readonly cachesPerNode: number;
  readonly coresPerCache: number;
  readonly threadsPerCore: number;
}

/** The CPUs of a shape; each node is a package. */
export function cpusOfShape(shape: Shape): readonly LogicalCpu[] {
  const coresPerNode = shape.cachesPerNode * shape.coresPerCache;
  const cores = shape.nodeCount * coresPerNode;
  return Array.from({ length: cores * shape.threadsPerCore }, (_, cpu) => {
    const core = cpu % cores;
    const node = Math.floor(core / coresPerNode);
    return {
      cpu,
      core,
      package: node,
      node,
      cache: core - (core % shape.coresPerCache),
      capacity: 1,
      isUsable: true,
    };
  });
}

/** A machine of that shape without a quota, with changes to its CPUs. */
export function topologyOfShape(
  shape: Shape,
  change: (cpu: LogicalCpu) => Partial<LogicalCpu> = () => ({}),
): Topology {
  return {
    cpus: cpusOfShape(shape).map((cpu) => ({ ...cpu, ...change(cpu) })),
    quotaCpuCount: null,
    canPin: true,
  };
}
