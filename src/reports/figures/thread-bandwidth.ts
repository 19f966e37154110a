import { formatGigabytesPerSecond, formatRatio, formatSignificant } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { headlineFamilies, shownCurves } from '../shared/thread-families.js';
import { threadFigure } from './thread-figure.js';

/** Figure 9: bandwidth of all threads together, each with arrays of its own, after the paper's weak scaling. */
export const threadBandwidth = threadFigure({
  id: 'thread-bandwidth',
  title: 'Bandwidth by threads, weak scaling',
  caption:
    'Read + write bytes of all threads over the median time of a call, each thread with arrays of its own; bands: ' +
    '95% CI. Dashed: the most that copy reaches. A curve that turns flat has filled the memory.',
  axisTitle: 'GB/s by read + write bytes (log scale)',
  familiesOf: (analysis) => headlineFamilies(analysis, 'weak'),
  pointsOf: (family, { study }) =>
    shownCurves(family, study).flatMap(({ implementation, points }) =>
      points.map((point) => {
        const { threadCount, passBytesPerSecond, ci95BytesPerSecond, speedup } = point;
        const value = passBytesPerSecond / 1e9;
        const ci = ci95BytesPerSecond && {
          low: ci95BytesPerSecond.low / 1e9,
          high: ci95BytesPerSecond.high / 1e9,
        };
        return {
          threads: threadCount,
          value,
          ...(ci ?? { low: value, high: value }),
          implementation,
          isHollow: ci === null,
          tooltip: {
            implementation,
            threads: String(threadCount),
            'read + write bytes': formatGigabytesPerSecond(passBytesPerSecond),
            '95% CI': ci === null ? 'too few rounds' : `${intervalText(ci)} GB/s`,
            'over one thread': formatRatio(speedup?.ratio ?? Number.NaN),
            'per element': `${formatSignificant(point.nsPerElement)} ns`,
            predicted: `${formatSignificant(point.predictedNsPerElement ?? Number.NaN)} ns`,
          },
        };
      }),
    ),
  guidesOf: ({ curves }) =>
    curves
      .filter(({ implementation }) => implementation === 'copy')
      .map(({ points }) => {
        const most = Math.max(...points.map(({ passBytesPerSecond }) => passBytesPerSecond)) / 1e9;
        return { label: 'most of copy', labelled: 'left' as const, valueAt: () => most };
      }),
});
