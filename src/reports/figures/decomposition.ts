import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { agreeIn, groupAxes } from '../../model/axes.js';
import { problemPhrase } from '../../model/problem-text.js';
import { callElementsOf } from '../../model/threading.js';
import { formatPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes } from '../shared/cell-text.js';
import { sweepName } from '../shared/sweep-name.js';
import {
  empty,
  notOutOfCache,
  nothingMeasured,
  type Figure,
  type Layer,
  type Layout,
} from './figure.js';
import type { Palette } from './palette.js';
import { passKindChannel, passKindOf, passKindTexts } from './pass-kind.js';
import { frameOf, titleOf } from './theme.js';

const title = 'Time of each pass out of cache';
const rowHeightPx = 34;
/** On the right, for the number of the longest bar. */
const headroom = 1.12;
/** Of the name of a pass. */
const glyphWidthPx = 6.2;

function widthOf({ isNarrow, plotWidthPx }: Layout): number {
  return isNarrow ? 205 : plotWidthPx + 40;
}

/** A cell that was sampled by pass in enough rounds for intervals. */
type SampledCell = CellAnalysis & { passes: NonNullable<CellAnalysis['passes']> };

/** Figure 4: the time of each implementation as the sum of its passes, next to its memory-only version. */
export const decomposition: Figure = {
  id: 'decomposition',
  title,
  draw: ({ subject, sweeps, cells }, palette, layout) => {
    if (subject === null) return empty(nothingMeasured);
    const problem = subject.outOfCacheProblem;
    if (problem === null) return empty(notOutOfCache(subject));
    const sampled = cells.filter(
      (cell): cell is SampledCell =>
        cell.kind === 'algorithm' &&
        cell.passes?.every(({ ci95Ns }) => ci95Ns !== null) === true &&
        agreeIn(cell, { ...subject, problem }, groupAxes),
    );
    if (sampled.length === 0) {
      return empty('No pass was sampled on its own (--per-pass) in enough rounds for an interval.');
    }
    const size = problemPhrase(problem);
    return {
      status: 'drawn',
      legend: [
        { series: '', label: 'whole call', color: palette.ink, dash: null, shape: 'tick' },
        { series: '', label: 'memory-only version', color: palette.ink, dash: null, shape: 'ring' },
      ],
      caption:
        'Median time of each pass, end to end. Tick and number: median of the whole call, which is ' +
        'not always the sum of its passes. Circle: memory-only version (the same passes without ' +
        'arithmetic).',
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, `${sweepName(subject, sweeps)}; ${size}; medians`, layout),
        width: widthOf(layout),
        height: sampled.length * rowHeightPx,
        layer: layersOf(sampled, layout, palette),
      },
    };
  },
};

function layersOf(cells: readonly SampledCell[], layout: Layout, palette: Palette): Layer[] {
  const segments = cells.flatMap(segmentsOf);
  const longest = Math.max(
    ...segments.map(({ end }) => end),
    ...cells.map(({ nsPerElement }) => nsPerElement),
  );
  const y = {
    field: 'name',
    type: 'nominal' as const,
    sort: cells.map(({ implementation }) => shortAlgorithmName(implementation)),
    title: null,
    axis: { ticks: false, domain: false },
  };
  const x = {
    type: 'quantitative' as const,
    title: 'ns per element',
    scale: { domain: [0, longest * headroom], nice: false },
  };
  const pxPerNs = widthOf(layout) / (longest * headroom);
  const named = segments.filter(
    ({ start, end, pass }) => (end - start) * pxPerNs > pass.length * glyphWidthPx,
  );
  return [
    {
      data: { values: segments },
      mark: { type: 'bar', height: 22, tooltip: { signal: 'datum.tooltip' } },
      encoding: {
        y,
        x: { ...x, field: 'start' },
        x2: { field: 'end' },
        color: passKindChannel(palette, [], layout),
        stroke: { value: palette.background },
      },
    },
    {
      data: { values: named },
      mark: { type: 'text', fontSize: 10.5, tooltip: { signal: 'datum.tooltip' } },
      encoding: { y, x: { ...x, field: 'middle' }, text: { field: 'pass', type: 'nominal' } },
    },
    ...wholeLayers(cells, segments, { x, y }, palette),
  ];
}

/** The whole call as a tick with its number, and the memory-only version as a circle. */
function wholeLayers(
  cells: readonly SampledCell[],
  segments: readonly Segment[],
  { x, y }: { x: object; y: object },
  palette: Palette,
): Layer[] {
  const wholes = cells.map((cell) => {
    const { implementation, nsPerElement, skeletonNs } = cell;
    const name = shortAlgorithmName(implementation);
    const ends = segments.filter((segment) => segment.name === name).map(({ end }) => end);
    return {
      name,
      whole: nsPerElement,
      label: `${formatSignificant(nsPerElement)} ns`,
      skeleton: skeletonNs === null ? null : skeletonNs / callElementsOf(cell),
      labelAt: Math.max(nsPerElement, ...ends),
    };
  });
  return [
    {
      data: { values: wholes.filter(({ skeleton }) => skeleton !== null) },
      mark: {
        type: 'point',
        shape: 'circle',
        size: 45,
        fill: palette.background,
        stroke: palette.ink,
        strokeWidth: 1.4,
        yOffset: -11,
      },
      encoding: { y, x: { ...x, field: 'skeleton' } },
    },
    {
      data: { values: wholes },
      mark: { type: 'tick', color: palette.ink, thickness: 2.2, size: 26 },
      encoding: { y, x: { ...x, field: 'whole' } },
    },
    {
      data: { values: wholes },
      mark: { type: 'text', align: 'left', dx: 8 },
      encoding: { y, x: { ...x, field: 'labelAt' }, text: { field: 'label', type: 'nominal' } },
    },
  ];
}

type Segment = ReturnType<typeof segmentsOf>[number];

/** The passes of a cell end to end, in ns per element. */
function segmentsOf(cell: SampledCell) {
  const { implementation, passes, medianNs } = cell;
  let start = 0;
  return passes.map((pass) => {
    const from = start;
    const nsPerElement = pass.medianNs / callElementsOf(cell);
    start += Math.max(0, nsPerElement);
    return {
      name: shortAlgorithmName(implementation),
      pass: pass.pass,
      kind: passKindTexts[passKindOf(pass)],
      start: from,
      end: start,
      middle: (from + start) / 2,
      tooltip: {
        implementation,
        pass: `${pass.index + 1}. ${pass.pass}`,
        'per element': `${formatSignificant(nsPerElement)} ns`,
        'share of the call': formatPercent(pass.medianNs / medianNs),
        'read + write bytes': `${gigabytes(pass.passBytesPerSecond)} GB/s`,
      },
    };
  });
}
