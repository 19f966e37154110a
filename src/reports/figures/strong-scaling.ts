import { formatDuration, formatPercent, formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { familiesWith, headlineFamilies, shownCurves } from '../shared/thread-families.js';
import { threadFigure } from './thread-figure.js';

/** Figure 11: one problem split among threads, over one thread. */
export const strongScaling = threadFigure({
  id: 'strong-scaling',
  title: 'Speed-up over one thread, strong scaling',
  caption:
    'Time of one thread over that of all threads, which share one problem, paired within rounds. Bands: 95% CI. ' +
    'Dashed: ideal, in proportion to threads.',
  axisTitle: 'speed-up (log scale)',
  // Small problems show what merging costs.
  familiesOf: (analysis) => [
    ...new Set([
      ...headlineFamilies(analysis, 'strong'),
      ...familiesWith(analysis, 'strong').slice(0, 1),
    ]),
  ],
  pointsOf: (family, { study }) =>
    shownCurves(family, study)
      .filter(({ kind, implementation }) => kind === 'algorithm' || implementation === 'copy')
      .flatMap(({ implementation, points }) =>
        points.flatMap(({ threadCount, speedup, mergeShare, medianNs }) =>
          speedup === null
            ? []
            : [
                {
                  threads: threadCount,
                  value: speedup.ratio,
                  ...(speedup.interval ?? { low: speedup.ratio, high: speedup.ratio }),
                  implementation,
                  isHollow: speedup.interval === null,
                  tooltip: {
                    implementation,
                    threads: String(threadCount),
                    'over one thread': formatRatio(speedup.ratio),
                    '95% CI': intervalText(speedup.interval),
                    efficiency: formatPercent(speedup.ratio / threadCount),
                    'one call': formatDuration(medianNs),
                    'barriers, share of it': formatPercent(mergeShare ?? Number.NaN),
                  },
                },
              ],
        ),
      ),
  guidesOf: () => [{ label: 'ideal', labelled: 'right' as const, valueAt: (threads) => threads }],
});
