import { SoftmaxBenchError } from '../errors.js';
import { cpuListText, cpusInList } from '../machine/cpu-list.js';
import { groupBy } from '../model/group-by.js';
import type { Placement } from '../model/placement.js';
import { usableCpus, type LogicalCpu, type Topology } from '../model/topology.js';

/**
 * The CPU of each of `count` threads: n threads are on the first n. Only CPUs that the process may use; unless a list
 * names them, one of each core before any second, and the fastest kind of core first.
 * @throws SoftmaxBenchError when there are fewer, or when a list names one that may not be used or one twice.
 */
export function placedCpus(
  topology: Topology,
  placement: Placement,
  count: number,
): readonly number[] {
  const usable = usableCpus(topology);
  const order = placement.startsWith('list:')
    ? listedCpus(placement, usable)
    : orderedCpus(usable, placement);
  if (count > order.length) {
    throw new SoftmaxBenchError(
      `placement "${placement}": expected at most ${threadsText(order.length)}, got ${count}`,
    );
  }
  return order.slice(0, count);
}

function orderedCpus(usable: readonly LogicalCpu[], placement: Placement): readonly number[] {
  const hardwareThreads = turnsOf(bySmallest(usable, ({ core }) => core));
  const segments = hardwareThreads.flatMap((cpus) => bySmallest(cpus, ({ capacity }) => -capacity));
  return segments.flatMap((segment) => {
    const nodes = bySmallest(segment, domainOf).map((node) => bySmallest(node, cacheOf));
    const cpus =
      placement === 'scatter'
        ? turnsOf(nodes.map((caches) => turnsOf(caches).flat())).flat()
        : nodes.flat(2);
    return cpus.map(({ cpu }) => cpu);
  });
}

/** Where nodes are not known, packages stand for them: memory is attached to these. */
function domainOf({ node, package: own }: LogicalCpu): number {
  return node ?? own;
}

function cacheOf({ cache }: LogicalCpu): number {
  return cache ?? -1;
}

/** The groups of equal keys in the order of their keys; each in the order of its cores. */
function bySmallest(
  cpus: readonly LogicalCpu[],
  keyOf: (cpu: LogicalCpu) => number,
): readonly (readonly LogicalCpu[])[] {
  return [...groupBy(cpus, keyOf)]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => [...group].sort((a, b) => a.core - b.core));
}

/** The first of each group together, then the second of each, and so on. */
function turnsOf(groups: readonly (readonly LogicalCpu[])[]): readonly (readonly LogicalCpu[])[] {
  const longest = Math.max(0, ...groups.map((group) => group.length));
  return Array.from({ length: longest }, (_, turn) =>
    groups.flatMap((group) => group.slice(turn, turn + 1)),
  );
}

function listedCpus(placement: Placement, usable: readonly LogicalCpu[]): readonly number[] {
  const numbers = usable.map(({ cpu }) => cpu);
  const refuse = (what: string) =>
    new SoftmaxBenchError(
      `placement "${placement}": expected CPUs of ${cpuListText(numbers)}, each once, got ${what}`,
    );
  const cpus = placement
    .slice('list:'.length)
    .split(',')
    .flatMap((part) => {
      const named = cpusInList(part);
      const foreign = named.find((cpu) => !numbers.includes(cpu));
      if (foreign !== undefined) throw refuse(`${foreign}, which this process may not use`);
      if (named.length === 0) throw refuse(`"${part}"`);
      return named;
    });
  const twice = cpus.find((cpu, index) => cpus.indexOf(cpu) < index);
  if (twice !== undefined) throw refuse(`${twice} twice`);
  return cpus;
}

function threadsText(count: number): string {
  return count === 1 ? '1 thread' : `${count} threads`;
}
