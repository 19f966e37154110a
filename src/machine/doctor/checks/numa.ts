import { cpusInList } from '../../cpu-list.js';
import { readTrimmed } from '../../host.js';
import type { Check } from '../check.js';
import { allowedCpuList } from '../cpus.js';
import { fine, unknown, warning } from '../check-result.js';

const nodeFolder = '/sys/devices/system/node';

/** Memory that is nearer to some CPUs than to others. */
export const numaCheck: Check = {
  title: 'NUMA',
  examine: ({ host }) => {
    const nodes = readTrimmed(host, `${nodeFolder}/has_memory`);
    if (nodes === null) return unknown('The system does not report its memory nodes.');
    const all = cpusInList(nodes);
    if (all.length < 2) return fine('one memory node');
    const [, allowedNodes = nodes] =
      /^Mems_allowed_list:\s*(\S+)$/m.exec(host.readText('/proc/self/status') ?? '') ?? [];
    const bound = cpusInList(allowedNodes).filter((node) => all.includes(node));
    const [node] = bound;
    if (bound.length === 1 && node !== undefined) {
      const near = cpusInList(readTrimmed(host, `${nodeFolder}/node${node}/cpulist`) ?? '');
      const used = cpusInList(allowedCpuList(host) ?? '');
      if (used.length > 0 && used.every((cpu) => near.includes(cpu))) {
        return fine(`${all.length} memory nodes, bound to node ${node}`);
      }
    }
    return warning({
      what: `The machine has ${all.length} memory nodes, and this process is bound to none.`,
      why: 'Arrays may lie in the memory of another node than the kernel, which costs bandwidth and differs from run to run.',
      remedy: 'Bind both: numactl --cpunodebind=0 --membind=0 softmax-bench run',
    });
  },
  matters: ({ reachesDram }) => reachesDram,
};
