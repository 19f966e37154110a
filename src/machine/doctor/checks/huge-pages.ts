import type { Check } from '../check.js';
import { fine, note, unknown } from '../../../model/finding.js';

/** Whether the kernel gives large pages to who asks. */
export const hugePagesCheck: Check = {
  title: 'transparent huge pages',
  examine: ({ host, machine: { transparentHugePages: mode } }) => {
    if (mode === null) {
      return host.platform === 'linux'
        ? note({
            what: 'This kernel has no transparent huge pages.',
            why: 'Large arrays then miss in the TLB all the time, and the bandwidth that is measured is less than memory gives.',
            remedy: 'Compare only with runs under the same pages; the report says which were used.',
          })
        : unknown('This platform has none.');
    }
    if (mode !== 'never') return fine(mode);
    return note({
      what: 'Transparent huge pages are switched off.',
      why: 'Large arrays then miss in the TLB all the time, and the bandwidth that is measured is less than memory gives.',
      remedy:
        'Allow who asks to have them: echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled',
    });
  },
  matters: ({ isOutOfCache, asksForHugePages }) => isOutOfCache && asksForHugePages,
};
