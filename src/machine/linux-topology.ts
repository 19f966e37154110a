import type { LogicalCpu } from '../model/topology.js';
import { capacitiesOf } from './core-kinds.js';
import { cpusInList } from './cpu-list.js';
import { allowedCpuList, onlineCpus } from './doctor/cpus.js';
import { readTrimmed, type Host } from './host.js';

const cpuFolder = '/sys/devices/system/cpu';
const nodeFolder = '/sys/devices/system/node';

/**
 * The CPUs that are switched on, as sysfs describes them; none where it does not list them. A CPU whose siblings are
 * not listed is a core of its own, one without a package is in package 0.
 */
export function linuxCpus(host: Host): readonly LogicalCpu[] {
  const online = onlineCpus(host);
  const allowed = new Set(cpusInList(allowedCpuList(host) ?? online.join(',')));
  const capacities = capacitiesOf(host, online);
  const cores = firstOfGroups(online, (cpu) => siblingsOf(host, cpu));
  const caches = firstOfGroups(online, (cpu) => sharersOfLastLevel(host, cpu));
  const nodes = memoryNodes(host);
  return online.map((cpu, index) => ({
    cpu,
    core: cores.get(cpu) ?? cpu,
    package: packageOf(host, cpu),
    node: nodes.get(cpu) ?? null,
    cache: caches.get(cpu) ?? null,
    capacity: capacities?.[index] ?? 1,
    isUsable: allowed.has(cpu),
  }));
}

/** The smallest CPU of each CPU's group; a group is read once. CPUs that are not in their own group have none. */
function firstOfGroups(
  online: readonly number[],
  groupOf: (cpu: number) => readonly number[],
): ReadonlyMap<number, number> {
  const isOnline = new Set(online);
  const firstOf = new Map<number, number>();
  for (const cpu of online) {
    if (firstOf.has(cpu)) continue;
    const group = groupOf(cpu).filter((member) => isOnline.has(member));
    if (!group.includes(cpu)) continue;
    for (const member of group) firstOf.set(member, Math.min(...group));
  }
  return firstOf;
}

/** `core_cpus_list` took over from `thread_siblings_list` in Linux 5.4, which kept both. */
function siblingsOf(host: Host, cpu: number): readonly number[] {
  const folder = `${cpuFolder}/cpu${cpu}/topology`;
  return cpusInList(
    host.readText(`${folder}/core_cpus_list`) ??
      host.readText(`${folder}/thread_siblings_list`) ??
      '',
  );
}

/** The CPUs that share the last data or unified cache of a CPU; none where the system does not say. */
function sharersOfLastLevel(host: Host, cpu: number): readonly number[] {
  let last = { level: 0, sharers: '' };
  for (let index = 0; ; index += 1) {
    const folder = `${cpuFolder}/cpu${cpu}/cache/index${index}`;
    const level = host.readText(`${folder}/level`);
    if (level === null) return cpusInList(last.sharers);
    const kind = readTrimmed(host, `${folder}/type`)?.toLowerCase();
    if (kind === 'instruction' || Number(level) < last.level) continue;
    last = { level: Number(level), sharers: host.readText(`${folder}/shared_cpu_list`) ?? '' };
  }
}

/** Some Arm firmware says -1 for the only one. */
function packageOf(host: Host, cpu: number): number {
  const text = host.readText(`${cpuFolder}/cpu${cpu}/topology/physical_package_id`);
  const number = Number(text ?? NaN);
  return Number.isSafeInteger(number) ? Math.max(0, number) : 0;
}

/**
 * The node that each CPU gets its memory from: its own or, where that has no memory, the nearest that has. Empty where
 * the system does not say.
 */
function memoryNodes(host: Host): ReadonlyMap<number, number> {
  const numbers = (host.listNames(nodeFolder) ?? [])
    .flatMap((name) => /^node(\d+)$/.exec(name)?.slice(1).map(Number) ?? [])
    .sort((a, b) => a - b);
  const withMemory = new Set(cpusInList(readTrimmed(host, `${nodeFolder}/has_memory`) ?? ''));
  return new Map(
    numbers.flatMap((node) => {
      const folder = `${nodeFolder}/node${node}`;
      const cpus = cpusInList(host.readText(`${folder}/cpulist`) ?? '');
      if (withMemory.size === 0 || withMemory.has(node)) return cpus.map((cpu) => [cpu, node]);
      const distances = (readTrimmed(host, `${folder}/distance`) ?? '').split(/\s+/).map(Number);
      const distanceTo = (other: number) => distances[numbers.indexOf(other)] ?? Infinity;
      const nearest = numbers
        .filter((other) => withMemory.has(other))
        .reduce((best, other) => (distanceTo(other) < distanceTo(best) ? other : best));
      return cpus.map((cpu) => [cpu, nearest] as const);
    }),
  );
}
