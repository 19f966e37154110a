import { readTrimmed } from '../../host.js';
import { memoryNodesOf, memoryPolicyOf } from '../../memory-policy.js';
import type { Check } from '../check.js';
import { fine, note, unknown } from '../check-result.js';

const switchPath = '/proc/sys/kernel/numa_balancing';

/** Whether the kernel moves pages between nodes while something is measured. */
export const numaBalancingCheck: Check = {
  title: 'NUMA balancing',
  examine: ({ host }) => {
    const nodes = memoryNodesOf(host);
    const mode = readTrimmed(host, switchPath);
    if (nodes === null) return unknown('The system does not report its memory nodes.');
    if (nodes.length < 2) return fine('one memory node');
    if (mode === null) return unknown('The system does not report it.');
    if (mode === '0') return fine('off');
    // The kernel leaves pages where a policy binds them.
    if (memoryPolicyOf(host)?.mode === 'bind')
      return fine('on, not for the memory of this process');
    return note({
      what: 'NUMA balancing is on.',
      why: 'The kernel takes pages away for a moment to see who uses them, and moves them to other nodes.',
      remedy: `Bind memory with numactl --membind, or disable it for the run: echo 0 | sudo tee ${switchPath}`,
    });
  },
  matters: ({ reachesDram }) => reachesDram,
};
