import type { Analysis } from '../../analysis/analysis.js';
import type { Winners } from '../../analysis/study/winners-schema.js';
import { agreeIn, axisOf, isSameSweep, type Sweep } from '../../model/axes.js';
import { problemText } from '../../model/problem-text.js';
import { formatRatio, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { cellsIn } from '../shared/sweep-name.js';
import { empty, type Figure, type Layer, type LegendEntry, type Layout } from './figure.js';
import type { Palette } from './palette.js';
import { frameOf, panelTitleOf, titleOf } from './theme.js';

const title = 'Best implementation by size';
const rowHeightPx = 22;
/** At this time over the best and above the colour does not change any more. */
const darkestRatio = 2;
const darkestOpacity = 0.55;
/** Of a label of the axis. */
const glyphWidthPx = 6.6;
/** The width of a number in a square. */
const labelWidthPx = 27;

const winnerMark = '★';
const tieMark = '☆';

/** Figure 2: the time of every implementation over the best, at each size and in each state of the caches. */
export const bestMap: Figure = {
  id: 'best-map',
  title,
  draw: (analysis, palette, layout) => {
    const { subject, answer } = analysis;
    const panels = answer.states.flatMap((sweep) => {
      const squares = squaresOf(analysis, sweep);
      return squares.length === 0 ? [] : [{ sweep, squares }];
    });
    if (subject === null || panels.length === 0) {
      return empty('No implementation was measured with another one.');
    }
    return {
      status: 'drawn',
      caption:
        'Time over that of the fastest at the same size; darker is slower, on a logarithmic scale. ' +
        `${winnerMark} fastest, ${tieMark} tie with it` +
        `${panels.some(({ squares }) => squares.some(({ mark }) => mark === '?')) ? ', ? too few rounds to tell' : ''}.`,
      legend: legendOf(palette),
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, `${subject.target}; medians`, layout),
        spacing: 18,
        vconcat: panels.map(({ sweep, squares }) => ({
          ...panelTitleOf(axisOf('cacheState').text(sweep.cacheState)),
          width: layout.isNarrow ? layout.plotWidthPx - 28 : layout.plotWidthPx + 60,
          height: new Set(squares.map(({ name }) => name)).size * rowHeightPx,
          layer: layersOf(squares, layout, palette),
        })),
      },
    };
  },
};

function legendOf(palette: Palette): readonly LegendEntry[] {
  return [1.1, 1.5, darkestRatio].map((ratio) => ({
    series: '',
    label: ratio === darkestRatio ? `${formatRatio(ratio)} or more` : formatRatio(ratio),
    color: palette.ink,
    dash: null,
    shape: 'square',
    opacity: opacityOf(ratio),
  }));
}

function opacityOf(ratio: number): number {
  const share = Math.log(ratio) / Math.log(darkestRatio);
  return Number((darkestOpacity * Math.min(1, Math.max(0, share))).toFixed(3));
}

type Square = ReturnType<typeof squaresOf>[number];

function squaresOf(analysis: Analysis, sweep: Sweep) {
  const cells = cellsIn(analysis, sweep).filter(({ kind }) => kind === 'algorithm');
  return analysis.winners
    .filter((winners) => isSameSweep(winners, sweep))
    .flatMap((winners) => {
      const own = cells.filter((cell) => agreeIn(cell, winners, ['problem']));
      const best = Math.min(...own.map(({ nsPerElement }) => nsPerElement));
      return own.map(({ implementation, nsPerElement, problem }) => {
        const ratio = nsPerElement / best;
        return {
          size: problemText(problem),
          name: shortAlgorithmName(implementation),
          opacity: opacityOf(ratio),
          mark: markOf(implementation, winners),
          label: ratio >= 9.95 ? '>10' : ratio.toPrecision(ratio < 1.095 ? 3 : 2),
          tooltip: {
            implementation,
            elements: problemText(problem),
            'over the fastest': formatRatio(ratio),
            fastest: winners.fastest,
            'per element': `${formatSignificant(nsPerElement)} ns`,
          },
        };
      });
    });
}

function markOf(implementation: string, { fastest, tied, isDecided }: Winners): string | null {
  if (implementation === fastest) return isDecided ? winnerMark : '?';
  return tied.includes(implementation) ? tieMark : null;
}

function layersOf(squares: readonly Square[], layout: Layout, palette: Palette): Layer[] {
  const sizes = [...new Set(squares.map(({ size }) => size))];
  const widthPx =
    (layout.isNarrow ? layout.plotWidthPx - 28 : layout.plotWidthPx + 60) / sizes.length;
  const x = {
    field: 'size',
    type: 'ordinal' as const,
    sort: sizes,
    title: 'N, elements',
    axis: {
      labelAngle: 0,
      values: [...labelledSizes(sizes, widthPx)],
      ticks: false,
      domain: false,
    },
  };
  const y = {
    field: 'name',
    type: 'nominal' as const,
    sort: [...new Set(squares.map(({ name }) => name))],
    title: null,
    axis: { ticks: false, domain: false },
  };
  const numbered = widthPx < labelWidthPx ? [] : squares.filter(({ mark }) => mark === null);
  return [
    {
      data: { values: [...squares] },
      mark: { type: 'rect', color: palette.ink, tooltip: { signal: 'datum.tooltip' } },
      encoding: {
        x,
        y,
        opacity: { field: 'opacity', type: 'quantitative', scale: null },
        stroke: { value: palette.background },
      },
    },
    {
      data: { values: squares.filter(({ mark }) => mark !== null) },
      mark: { type: 'text', fontSize: 13, color: palette.ink },
      encoding: { x, y, text: { field: 'mark', type: 'nominal' } },
    },
    {
      data: { values: numbered },
      mark: { type: 'text', fontSize: 9.5, color: palette.ink },
      encoding: { x, y, text: { field: 'label', type: 'nominal' } },
    },
  ];
}

/** As many as have room, the largest among them. */
function labelledSizes(sizes: readonly string[], widthPx: number): readonly string[] {
  let freePx = Infinity;
  return sizes
    .toReversed()
    .filter((size, index) => {
      const half = (size.length * glyphWidthPx) / 2;
      const centerPx = -(index + 0.5) * widthPx;
      if (centerPx + half > freePx) return false;
      freePx = centerPx - half - glyphWidthPx;
      return true;
    })
    .toReversed();
}
