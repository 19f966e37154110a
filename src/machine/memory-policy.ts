import { cpusInList } from './cpu-list.js';
import { readTrimmed, type Host } from './host.js';

const nodeFolder = '/sys/devices/system/node';

/** Where the memory of this process comes from (set_mempolicy(2), numactl). */
export interface MemoryPolicy {
  /** As Linux calls it: `default`, `local`, `bind`, `prefer`, `interleave` and others. */
  readonly mode: string;
  /** None for the modes that name no node. */
  readonly nodes: readonly number[];
}

/**
 * The policy of this process, which its children have too; null where the system does not say. Of the program's text,
 * which has no policy of its own (numa(7), numa_maps).
 */
export function memoryPolicyOf({ readText }: Pick<Host, 'readText'>): MemoryPolicy | null {
  const [, mode, nodes = ''] =
    /^[\da-f]+ ([a-z]+(?: \(many\)| interleave)?)(?:=[a-z|]+)?(?::([\d,-]+))?(?: |$)/m.exec(
      readText('/proc/self/numa_maps') ?? '',
    ) ?? [];
  return mode === undefined ? null : { mode, nodes: cpusInList(nodes) };
}

/** The nodes with memory; null where the system does not say. */
export function memoryNodesOf(host: Host): readonly number[] | null {
  const nodes = readTrimmed(host, `${nodeFolder}/has_memory`);
  return nodes === null ? null : cpusInList(nodes);
}

/**
 * The nodes that this process may take memory from: those of its CPU set and of a policy that binds. Null where that
 * is not known, and where it may from all.
 */
export function boundNodesOf(host: Host): readonly number[] | null {
  const all = memoryNodesOf(host);
  if (all === null) return null;
  const status = host.readText('/proc/self/status') ?? '';
  const [, allowed = all.join(',')] = /^Mems_allowed_list:\s*(\S+)$/m.exec(status) ?? [];
  const policy = memoryPolicyOf(host);
  const chosen = policy?.mode === 'bind' ? policy.nodes : all;
  const bound = cpusInList(allowed).filter((node) => all.includes(node) && chosen.includes(node));
  return bound.length === 0 || bound.length === all.length ? null : bound;
}

/** Memory of the nodes that the process is bound to, in bytes. */
export interface NodeMemory {
  readonly totalBytes: number;
  /** Free, or held by files that can be read again. */
  readonly availableBytes: number;
}

/** Null for a process that is bound to no nodes, or where these do not say. */
export function boundMemoryOf(host: Host): NodeMemory | null {
  const texts = boundNodesOf(host)?.map((node) =>
    host.readText(`${nodeFolder}/node${node}/meminfo`),
  );
  if (texts === undefined || texts.some((text) => !text?.includes(' MemFree:'))) return null;
  const sumOf = (names: readonly string[]) =>
    texts
      .flatMap((text) => names.map((name) => kibibytesIn(text ?? '', name)))
      .reduce((sum, kibibytes) => sum + kibibytes, 0) * 1024;
  const totalBytes = sumOf(['MemTotal']);
  const availableBytes = sumOf(['MemFree', 'Active(file)', 'Inactive(file)']);
  return totalBytes === 0 ? null : { totalBytes, availableBytes };
}

/** Of a line such as `Node 0 MemFree:  1024 kB`. */
function kibibytesIn(meminfo: string, name: string): number {
  const line = meminfo.split('\n').find((candidate) => candidate.includes(` ${name}: `));
  return Number(/(\d+) kB$/.exec(line?.trim() ?? '')?.[1] ?? 0);
}
