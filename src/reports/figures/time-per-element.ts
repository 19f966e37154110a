import { formatDuration, formatGigabytesPerSecond, formatSignificant } from '../../units.js';
import { elementsOf } from '../../model/problem.js';
import { cellsIn, sweepName } from '../shared/sweep-name.js';
import { empty, nothingMeasured, plotWidthPx, type Figure } from './figure.js';
import { intervalText } from '../shared/cell-text.js';
import { sizeLineLayers } from './size-lines.js';
import { frameOf } from './theme.js';

const title = 'Time per element by size';
const heightPx = 330;

/** Figure 1: the time of each implementation for an element, from the caches to DRAM. */
export const timePerElement: Figure = {
  id: 'time-per-element',
  title,
  draw: (analysis, palette) => {
    const sweep = analysis.subject;
    if (sweep === null) return empty(nothingMeasured);
    const cells = cellsIn(analysis, sweep).filter(
      ({ kind, implementation }) => kind === 'algorithm' || implementation === 'copy',
    );
    if (cells.length === 0) {
      return empty(`Neither an algorithm nor copy was measured on ${sweep.target}.`);
    }
    const layer = sizeLineLayers(
      {
        cells,
        heightPx,
        axisTitle: 'ns per element (log scale)',
        valueOf: ({ nsPerElement }) => nsPerElement,
        tooltipOf: ({ nsPerElement, ci95Ns, problem, ...cell }) => ({
          'per element': `${formatSignificant(nsPerElement)} ns`,
          '95% CI':
            ci95Ns === null
              ? 'too few rounds'
              : `${intervalText({ low: ci95Ns.low / elementsOf(problem), high: ci95Ns.high / elementsOf(problem) })} ns`,
          'one call': formatDuration(cell.medianNs),
          'read + write bytes': formatGigabytesPerSecond(cell.passBytesPerSecond),
        }),
      },
      sweep,
      analysis.machine,
      palette,
    );
    return {
      status: 'drawn',
      caption:
        'Median time of one call over its element count; lower is faster. Dashed lines: NT stores. ' +
        'Grey bands: working sets within a factor of two of a cache, where two levels mix. Dotted ' +
        'lines: class counts of known workloads.',
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
