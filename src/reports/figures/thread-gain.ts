import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { headlineFamilies } from '../shared/thread-families.js';
import { threadFigure } from './thread-figure.js';

/** Figure 10: what the headline gains over its best rival, by threads. */
export const threadGain = threadFigure({
  id: 'thread-gain',
  title: 'Speed-up over the best rival by threads',
  caption:
    'Time of the best rival of the study over that of the headline and of its form with NT stores, paired within ' +
    'rounds, each thread with arrays of its own. Bands: 95% CI. Hollow points: no significant difference.',
  axisTitle: 'speed-up (log scale)',
  familiesOf: (analysis) => headlineFamilies(analysis, 'weak'),
  pointsOf: ({ payoffs }) =>
    payoffs.flatMap(({ implementation, gains }) =>
      gains.map(({ threadCount, ratio, interval, over, classification }) => ({
        threads: threadCount,
        value: ratio,
        ...(interval ?? { low: ratio, high: ratio }),
        implementation,
        isHollow: classification === null || classification === 'no difference',
        tooltip: {
          implementation,
          over,
          threads: String(threadCount),
          'speed-up': formatRatio(ratio),
          '95% CI': intervalText(interval),
        },
      })),
    ),
  guidesOf: () => [{ label: 'equal', labelled: 'left' as const, valueAt: () => 1 }],
});
