import { formatGigabytesPerSecond } from '../../units.js';
import { sizeFigure } from './size-figure.js';

/** Figure 2: the speed of each implementation in bytes, next to copy and read. */
export const bandwidth = sizeFigure({
  id: 'bandwidth',
  title: 'Bandwidth by size, read + write bytes',
  caption:
    'Read + write bytes of every pass over the median time. How close an algorithm is to copy and read ' +
    'shows whether it is memory-bound; the figure of the read + copy floor decides it.',
  heightPx: 330,
  shows: (_, { kind, implementation }) =>
    kind === 'algorithm' || implementation === 'copy' || implementation === 'read',
  axisTitle: 'GB/s by read + write bytes (log scale)',
  valueOf: ({ passBytesPerSecond }) => passBytesPerSecond / 1e9,
  tooltipOf: (cell) => ({
    'useful bytes': formatGigabytesPerSecond(cell.usefulBytesPerSecond),
    'read + write bytes': formatGigabytesPerSecond(cell.passBytesPerSecond),
    'with write-allocate (RFO)': formatGigabytesPerSecond(cell.busBytesPerSecond ?? Number.NaN),
  }),
});
