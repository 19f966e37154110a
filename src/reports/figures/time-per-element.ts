import { elementsOf } from '../../model/problem.js';
import { formatDuration, formatGigabytesPerSecond, formatSignificant } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { sizeFigure } from './size-figure.js';

/** Figure 1: the time of each implementation for an element, from the caches to DRAM. */
export const timePerElement = sizeFigure({
  id: 'time-per-element',
  title: 'Time per element by size',
  caption:
    'Median time of one call over its element count; lower is faster. Dashed lines: NT stores. Grey ' +
    'bands: working sets within a factor of two of a cache, where two levels mix. Dotted lines: class ' +
    'counts of known workloads.',
  baselines: ['copy'],
  axisTitle: 'ns per element (log scale)',
  valueOf: ({ nsPerElement }) => nsPerElement,
  tooltipOf: ({ nsPerElement, ci95Ns, problem, ...cell }) => {
    const ofElement = (ns: number) => ns / elementsOf(problem);
    return {
      'per element': `${formatSignificant(nsPerElement)} ns`,
      '95% CI':
        ci95Ns === null
          ? 'too few rounds'
          : `${intervalText({ low: ofElement(ci95Ns.low), high: ofElement(ci95Ns.high) })} ns`,
      'one call': formatDuration(cell.medianNs),
      'read + write bytes': formatGigabytesPerSecond(cell.passBytesPerSecond),
    };
  },
});
