import { formatPercent } from '../../../units.js';
import type { Check } from '../check.js';
import { fine, note, unknown, warning } from '../../../model/finding.js';

/** More of the time than this taken away since the machine started is an overbooked host. */
const tolerableStealShare = 0.01;

/** Whether the machine is a guest. */
export const hypervisorCheck: Check = {
  title: 'hypervisor',
  examine: ({ machine: { hypervisor } }) => {
    if (hypervisor === null) return fine('none');
    const name = hypervisor === 'unknown' ? 'without a name' : hypervisor;
    return note({
      what: `This is a virtual machine (hypervisor ${name}).`,
      why: "Memory bandwidth and the last-level cache are shared with its host's other guests, and what the system says of caches and clocks is what the hypervisor tells it.",
      remedy: 'Run at another time and compare; figures to publish come from a dedicated host.',
    });
  },
  matters: ({ isOutOfCache }) => isOutOfCache,
};

/** Time that the hypervisor gave to others. */
export const stealCheck: Check = {
  title: 'stolen time',
  examine: ({ host, machine }) => {
    const ticks = /^cpu +([\d ]+)$/m.exec(host.readText('/proc/stat') ?? '')?.[1];
    const counts = (ticks ?? '').split(' ').map(Number);
    // user, nice, system, idle, iowait, irq, softirq, steal (proc(5)); what follows is part of user and nice.
    const stolen = counts[7];
    if (stolen === undefined) return unknown('The system does not count it.');
    if (machine.hypervisor === null) return fine('none: no hypervisor');
    const busy = counts.slice(0, 8).reduce((sum, count) => sum + count, 0);
    const idle = (counts[3] ?? 0) + (counts[4] ?? 0);
    const wanted = busy - idle;
    // Only who wants to run can be stolen from, so idle time says nothing.
    const share = wanted === 0 ? 0 : stolen / wanted;
    const text = `${formatPercent(share)} of the time in which it wanted to run was stolen since it started`;
    if (share <= tolerableStealShare) return fine(text);
    return warning({
      what: `${text[0]?.toUpperCase()}${text.slice(1)}.`,
      why: 'The host has promised its CPUs to several guests: samples are stretched by pauses that no counter of the guest shows in full.',
      remedy:
        'Look at the stolen time beside the samples, run at a quiet hour, or use a dedicated host.',
    });
  },
  matters: () => true,
};
