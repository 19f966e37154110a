import type { Analysis } from '../../analysis/analysis.js';
import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import { isSameSweep } from '../../model/axes.js';
import { elementsOf } from '../../model/problem.js';
import { algorithmStyle, seriesName } from './algorithm-style.js';
import type { Layer, Layout } from './figure.js';
import type { Palette } from './palette.js';
import { sizeChannel, type SizeAxis } from './size-axis.js';

/** Of a bold name. */
const glyphWidthPx = 6.6;

/** Behind the curves: the sizes at which each algorithm is the one to ship, in its colour, with its name on top. */
export function bestRangeLayers(
  analysis: Analysis,
  sweep: SweepFacts,
  axis: SizeAxis,
  layout: Layout,
  palette: Palette,
): readonly Layer[] {
  const x = sizeChannel(axis, layout);
  return bandsOf(analysis, sweep, axis).flatMap(({ best, elements, end }): readonly Layer[] => {
    const { color } = algorithmStyle(best, palette);
    const label = seriesName(best);
    const share = Math.log(end / elements) / Math.log(axis.high / axis.low);
    const band: Layer = {
      data: { values: [{ elements, end }] },
      mark: { type: 'rect', color, opacity: 0.11 },
      encoding: { x, x2: { field: 'end' } },
    };
    const name: Layer = {
      data: { values: [{ elements: Math.sqrt(elements * end), label }] },
      mark: { type: 'text', y: 11, color, fontWeight: 600 },
      encoding: { x, text: { field: 'label' } },
    };
    const hasRoom = share * layout.plotWidthPx > label.length * glyphWidthPx + 4;
    return hasRoom ? [band, name] : [band];
  });
}

/** Each reaches halfway to the next, and the outer ones to the ends of the axis. */
function bandsOf(analysis: Analysis, sweep: SweepFacts, { low, high }: SizeAxis) {
  const ranges = bestRanges(analysis, sweep);
  return ranges.map(({ best, first, last }, index) => {
    const [before, after] = [ranges[index - 1], ranges[index + 1]];
    return {
      best,
      elements: before === undefined ? low : Math.sqrt(before.last * first),
      end: after === undefined ? high : Math.sqrt(last * after.first),
    };
  });
}

/** As the answer has them; of another target by the fastest at each size. */
function bestRanges({ answer, winners }: Analysis, sweep: SweepFacts) {
  const own = answer.states.find((state) => isSameSweep(state, sweep));
  if (own !== undefined) {
    return own.ranges.map(({ implementation, lowProblem, highProblem }) => ({
      best: implementation,
      first: elementsOf(lowProblem),
      last: elementsOf(highProblem),
    }));
  }
  const ranges: { best: string; first: number; last: number }[] = [];
  for (const { fastest, tied, problem } of winners.filter((one) => isSameSweep(one, sweep))) {
    const elements = elementsOf(problem);
    const current = ranges.at(-1);
    if (current !== undefined && [fastest, ...tied].includes(current.best)) current.last = elements;
    else ranges.push({ best: fastest, first: elements, last: elements });
  }
  return ranges;
}
