import { formatPercent } from '../../../units.js';
import { fine, unknown, warning } from '../check-result.js';
import type { Check } from '../check.js';

/** A host that takes more than this share away since boot is overbooked. */
const tolerableStealShare = 0.01;

/** Time that the hypervisor gave to others. */
export const stealCheck: Check = {
  title: 'steal time',
  examine: ({ host, machine }) => {
    const ticks = /^cpu +([\d ]+)$/m.exec(host.readText('/proc/stat') ?? '')?.[1];
    const counts = (ticks ?? '').split(' ').map(Number);
    // user, nice, system, idle, iowait, irq, softirq, steal (proc(5)); what follows is part of user and nice.
    const stolen = counts[7];
    if (stolen === undefined) return unknown('The system does not count it.');
    if (machine.hypervisor === null) return fine('none (no hypervisor)');
    const busy = counts.slice(0, 8).reduce((sum, count) => sum + count, 0);
    const idle = (counts[3] ?? 0) + (counts[4] ?? 0);
    const wanted = busy - idle;
    // Time is only stolen while the machine wants to run.
    const share = wanted === 0 ? 0 : stolen / wanted;
    const text = `${formatPercent(share)} since boot`;
    if (share <= tolerableStealShare) return fine(text);
    return warning({
      what: `Steal time ${text}.`,
      why: 'The host runs other guests on the same CPUs, and the guest does not count every pause.',
      remedy: 'Run at a quiet hour or on a dedicated host.',
    });
  },
  matters: () => true,
};
