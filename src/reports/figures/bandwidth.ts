import { formatGigabytesPerSecond } from '../../units.js';
import { cellsIn, nameOf, nothingMeasured } from './group-name.js';
import { empty, plotWidthPx, type Figure } from './figure.js';
import { sizeLineLayers } from './size-lines.js';
import { frameOf } from './theme.js';

const title = 'Bandwidth by pass bytes over size';
const heightPx = 330;
const shownBaselines = ['copy', 'read'];

/** Figure 2: whether each algorithm moves the bytes of its passes as fast as copy and read do. */
export const bandwidth: Figure = {
  id: 'bandwidth',
  title,
  draw: (analysis, palette) => {
    const group = analysis.subject;
    if (group === null) return empty(nothingMeasured);
    const cells = cellsIn(analysis, group).filter(
      ({ kind, algorithm }) => kind === 'softmax' || shownBaselines.includes(algorithm),
    );
    if (cells.length === 0) {
      return empty(`Neither a softmax algorithm, copy nor read was measured on ${group.target}.`);
    }
    const layer = sizeLineLayers(
      {
        cells,
        heightPx,
        axisTitle: 'GB/s by pass bytes (log scale)',
        valueOf: ({ passBytesPerSecond }) => passBytesPerSecond / 1e9,
        tooltipOf: (cell) => ({
          'by useful bytes': formatGigabytesPerSecond(cell.usefulBytesPerSecond),
          'by pass bytes': formatGigabytesPerSecond(cell.passBytesPerSecond),
          'by bus bytes': formatGigabytesPerSecond(cell.busBytesPerSecond ?? Number.NaN),
        }),
      },
      analysis,
      palette,
    );
    return {
      status: 'drawn',
      caption:
        'Reads and writes of every pass over the median time (pass bytes, the accounting of the ' +
        'paper); higher is faster for the same traffic. An algorithm that runs beside copy and read ' +
        'is limited by memory; one below them computes.',
      spec: {
        ...frameOf(palette),
        title: { text: title, subtitle: `${nameOf(group)}; medians` },
        width: plotWidthPx,
        height: heightPx,
        layer,
      },
    };
  },
};
