import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { elementsOf } from '../../model/problem.js';
import { callElementsOf } from '../../model/threading.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import {
  formatDuration,
  formatElements,
  formatGigabytesPerSecond,
  formatSignificant,
} from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { floorSeriesOf } from './algorithm-style.js';
import { bestRangeLayers } from './best-ranges.js';
import { workingSetLayers } from './size-axis.js';
import { sizeFigure, type SizePoint } from './size-figure.js';

/** Figure 1: the time of what the answer speaks of for an element, from the caches to DRAM. */
export const timePerElement = sizeFigure({
  id: 'time-per-element',
  title: 'Time per element by size',
  isLead: true,
  heightPx: 285,
  caption:
    'Median time of one call over its element count; lower is faster. Background: the algorithm to ship ' +
    'at each size. Dashed lines: NT stores. Dotted rules: the working set fills a cache. Floors: the time ' +
    'of one read and one copy, with ordinary stores (solid) and with NT stores (dashed).',
  shows: ({ study, answer }, { implementation, kind }) => {
    if (kind !== 'algorithm') return false;
    const shipped = answer.states.flatMap(({ ranges }) => ranges.map((own) => own.implementation));
    const named = [study.headline, ...study.rivals, ...shipped];
    return (
      named.includes(implementation) || algorithmOf(implementation).ordinaryForm === study.headline
    );
  },
  axisTitle: 'ns per element (log scale)',
  valueOf: ({ nsPerElement }) => nsPerElement,
  tooltipOf: (cell) => {
    const { nsPerElement, ci95Ns } = cell;
    const ofElement = (ns: number) => ns / callElementsOf(cell);
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
  otherPoints: floorPoints,
  background: (analysis, subject, axis, layout, palette) => [
    ...bestRangeLayers(analysis, subject, axis, layout, palette),
    ...workingSetLayers(subject.problems[0]!, axis, layout, palette),
  ],
});

/** Of the headline, whose passes are one read and one copy, and of its form with NT stores. */
function floorPoints({ study }: Analysis, cells: readonly CellAnalysis[]): readonly SizePoint[] {
  return cells.flatMap((cell) => {
    const { implementation, problem, floorNs, flags } = cell;
    const series = floorSeriesOf(implementation, study.headline);
    if (series === null || floorNs === null) return [];
    const elements = elementsOf(problem);
    const nsPerElement = floorNs / callElementsOf(cell);
    return [
      {
        elements,
        value: nsPerElement,
        implementation: series,
        isHollow: flags.includes('few-samples'),
        tooltip: {
          line: series,
          elements: formatElements(elements),
          'per element': `${formatSignificant(nsPerElement)} ns`,
        },
      },
    ];
  });
}
