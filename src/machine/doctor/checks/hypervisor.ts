import type { Check } from '../check.js';
import { tellsHypervisor } from '../../cpu.js';
import { fine, note, unknown } from '../check-result.js';

/** Whether the machine is a guest. */
export const hypervisorCheck: Check = {
  title: 'hypervisor',
  examine: ({ host, machine: { hypervisor } }) => {
    if (hypervisor === null) {
      return tellsHypervisor(host)
        ? fine('none')
        : unknown('The system does not report whether this is a virtual machine.');
    }
    const name = hypervisor === 'unknown' ? 'without a name' : hypervisor;
    return note({
      what: `This is a virtual machine (hypervisor ${name}).`,
      why: 'Other guests share its memory bandwidth and LLC, and the hypervisor decides what it reports of caches and clocks.',
      remedy: 'Compare with a run at another time, and publish figures of a dedicated host.',
    });
  },
  matters: ({ reachesDram }) => reachesDram,
};
