import { formatDuration, formatGigabytesPerSecond, formatSignificant } from '../../units.js';
import { cellsIn, nameOf, nothingMeasured } from './group-name.js';
import { empty, plotWidthPx, type Figure } from './figure.js';
import { sizeLineLayers } from './size-lines.js';
import { frameOf } from './theme.js';

const title = 'Time per element over size';
const heightPx = 330;

/** Figure 1: how long each algorithm takes for an element, from the caches out to memory. */
export const timePerElement: Figure = {
  id: 'time-per-element',
  title,
  draw: (analysis, palette) => {
    const group = analysis.subject;
    if (group === null) return empty(nothingMeasured);
    const cells = cellsIn(analysis, group).filter(
      ({ kind, algorithm }) => kind === 'softmax' || algorithm === 'copy',
    );
    if (cells.length === 0) {
      return empty(`Neither a softmax algorithm nor copy was measured on ${group.target}.`);
    }
    const layer = sizeLineLayers(
      {
        cells,
        heightPx,
        axisTitle: 'ns per element (log scale)',
        valueOf: ({ nsPerElement }) => nsPerElement,
        tooltipOf: ({ nsPerElement, ci95Ns, elementCount, ...cell }) => ({
          'per element': `${formatSignificant(nsPerElement)} ns`,
          '95 % interval':
            ci95Ns === null
              ? 'too few samples'
              : `${formatSignificant(ci95Ns.low / elementCount)} to ${formatSignificant(ci95Ns.high / elementCount)} ns`,
          'one call': formatDuration(cell.medianNs),
          'by pass bytes': formatGigabytesPerSecond(cell.passBytesPerSecond),
        }),
      },
      analysis,
      palette,
    );
    return {
      status: 'drawn',
      caption:
        'Median time of one call over its element count; lower is faster. Dashed lines are the forms ' +
        'with streaming stores. Grey bands are sizes within a factor of two of a cache, where two ' +
        'levels mix; a size counts x and y together. Dotted lines are class counts of known workloads.',
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
