import { formatGigabytesPerSecond } from '../../units.js';
import { cellsIn, sweepName } from '../shared/sweep-name.js';
import { empty, nothingMeasured, plotWidthPx, type Figure } from './figure.js';
import { sizeLineLayers } from './size-lines.js';
import { frameOf } from './theme.js';

const title = 'Bandwidth by size, read + write bytes';
const heightPx = 330;
const shownBaselines = ['copy', 'read'];

/** Figure 2: the speed of each implementation in bytes, next to copy and read. */
export const bandwidth: Figure = {
  id: 'bandwidth',
  title,
  draw: (analysis, palette) => {
    const sweep = analysis.subject;
    if (sweep === null) return empty(nothingMeasured);
    const cells = cellsIn(analysis, sweep).filter(
      ({ kind, implementation }) => kind === 'algorithm' || shownBaselines.includes(implementation),
    );
    if (cells.length === 0) {
      return empty(`No algorithm, no copy and no read was measured on ${sweep.target}.`);
    }
    const layer = sizeLineLayers(
      {
        cells,
        heightPx,
        axisTitle: 'GB/s by read + write bytes (log scale)',
        valueOf: ({ passBytesPerSecond }) => passBytesPerSecond / 1e9,
        tooltipOf: (cell) => ({
          'useful bytes': formatGigabytesPerSecond(cell.usefulBytesPerSecond),
          'read + write bytes': formatGigabytesPerSecond(cell.passBytesPerSecond),
          'with write-allocate (RFO)': formatGigabytesPerSecond(
            cell.busBytesPerSecond ?? Number.NaN,
          ),
        }),
      },
      sweep,
      analysis.machine,
      palette,
    );
    return {
      status: 'drawn',
      caption:
        'Read + write bytes of every pass over the median time. An algorithm as fast as copy and read ' +
        'is memory-bound; one below them is not.',
      spec: {
        ...frameOf(palette),
        title: { text: title, subtitle: `${sweepName(sweep, analysis.sweeps)}; medians` },
        width: plotWidthPx,
        height: heightPx,
        layer,
      },
    };
  },
};
