import { formatDuration, formatPercent } from '../../../units.js';
import { stolenShareSinceBoot } from '../../activity.js';
import { fine, unknown, warning } from '../check-result.js';
import type { Check } from '../check.js';

/** A host that takes more than this share away is overbooked. */
const tolerableStealShare = 0.01;

/** Steal time is counted in ticks of 10 ms: a single one is chance. */
const tolerableStolenSeconds = 0.015;

/** Time that the hypervisor gave to others: while the computer was looked at, for the past may be over. */
export const stealCheck: Check = {
  title: 'steal time',
  examine: ({ host, machine, activity }) => {
    const sinceBoot = stolenShareSinceBoot(host);
    if (sinceBoot === null) return unknown('The system does not count it.');
    if (machine.hypervisor === null && sinceBoot === 0) return fine('none');
    const bootText = `${formatPercent(sinceBoot)} since boot`;
    const now = activity ?? { stolenShare: sinceBoot, stolenSeconds: Infinity, seconds: null };
    const text =
      now.seconds === null
        ? bootText
        : `${formatPercent(now.stolenShare)} over ${formatDuration(now.seconds * 1e9)} (${bootText})`;
    if (now.stolenShare <= tolerableStealShare || now.stolenSeconds <= tolerableStolenSeconds) {
      return fine(text);
    }
    return warning({
      what: `Steal time ${text}.`,
      why: 'The host runs other guests on the same CPUs, and the guest does not count every pause.',
      remedy: 'Run at a quiet hour or on a dedicated host.',
    });
  },
  matters: () => true,
};
