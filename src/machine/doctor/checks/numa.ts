import { usableCpus, type LogicalCpu } from '../../../model/topology.js';
import { boundNodesOf, memoryNodesOf, memoryPolicyOf } from '../../memory-policy.js';
import { oneThread, type Check, type CheckContext } from '../check.js';
import { fine, note, unknown, warning, type Verdict } from '../check-result.js';

const why =
  'Arrays may lie in the memory of another node than the kernel, which costs bandwidth and differs from run to run.';

/** Memory that is nearer to some CPUs than to others. */
export const numaCheck: Check = {
  title: 'NUMA',
  examine,
  matters: ({ reachesDram }) => reachesDram,
};

function examine({ host, machine, threads = oneThread }: CheckContext): Verdict {
  const nodes = memoryNodesOf(host);
  const topology = machine.topology ?? null;
  if (nodes === null || topology === null) {
    return unknown('The system does not report its memory nodes.');
  }
  if (nodes.length < 2) return fine('one memory node');
  const all = `${nodes.length} memory nodes`;
  if (nodeSet(topology.cpus).length === 1) return fine(`${all}, one with CPUs`);
  const used = nodeSet(usableCpus(topology));
  const node = used[0] ?? nodes[0]!;
  const remedy = `Bind both: numactl --cpunodebind=${node} --membind=${node} softmax-bench run`;
  const found = (what: string) => warning({ what, why, remedy });

  const policy = memoryPolicyOf(host);
  if (policy !== null && policy.mode !== 'bind' && policy.nodes.length > 1) {
    return found(`The memory policy of this process is ${policy.mode}, over ${all}.`);
  }
  const memory = policy?.mode === 'prefer' ? policy.nodes : (boundNodesOf(host) ?? nodes);
  const own = `Of ${all}, this process has the memory of ${listText(memory)}`;
  if (used.length === 1) {
    if (used[0] === null) return unknown('The system does not report the node of each CPU.');
    if (memory.includes(node)) return fine(`${all}, bound to node ${node}`);
    return found(`${own} and the CPUs of ${listText(used)}.`);
  }
  if (memory.length < nodes.length) return found(`${own} and the CPUs of ${listText(used)}.`);
  const placed = nodeSet(topology.cpus.filter(({ cpu }) => threads.cpus.includes(cpu)));
  if (placed.length < 2) {
    return found(`The machine has ${all}, and this process is bound to none.`);
  }
  return note({
    what: `Threads are pinned to ${placed.length} of ${all}; one thread alone may move between them.`,
    why,
    remedy: `Measure one thread in a run of its own: numactl --cpunodebind=${node} --membind=${node} softmax-bench run --threads 1`,
  });
}

/** The nodes of these CPUs; null among them where one is unknown. */
function nodeSet(cpus: readonly LogicalCpu[]): readonly (number | null)[] {
  return [...new Set(cpus.map(({ node }) => node))];
}

function listText(nodes: readonly (number | null)[]): string {
  return `node ${nodes.map((node) => node ?? 'unknown').join(', ')}`;
}
