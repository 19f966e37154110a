import type { CellAnalysis } from '../../analysis/analysis.js';
import { formatCount, formatPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { cellsIn, nameOf, notOutOfCache, nothingMeasured } from './group-name.js';
import { empty, plotWidthPx, type Figure } from './figure.js';
import type { Palette } from './palette.js';
import { passKindOf, passKinds } from './pass-name.js';
import { frameOf } from './theme.js';

const title = 'Where the time goes out of cache: the passes of each algorithm';
const rowHeightPx = 34;

/** A cell that was sampled by pass. */
type SampledCell = CellAnalysis & { passes: NonNullable<CellAnalysis['passes']> };

/** Figure 4: the time of each algorithm as the sum of its passes, beside its skeleton. */
export const decomposition: Figure = {
  id: 'decomposition',
  title,
  draw: (analysis, palette) => {
    const group = analysis.subject;
    if (group === null) return empty(nothingMeasured);
    if (group.outOfCacheElementCount === null) return empty(notOutOfCache(group));
    const cells = cellsIn(analysis, group).filter(
      (cell): cell is SampledCell =>
        cell.kind === 'softmax' &&
        cell.elementCount === group.outOfCacheElementCount &&
        cell.passes !== null,
    );
    if (cells.length === 0) {
      return empty('The passes were not sampled one by one; run with --per-pass to see them.');
    }
    return {
      status: 'drawn',
      caption:
        'Median time of each pass, laid end to end. The tick and the figure are the median of the whole ' +
        'call, which need not be the sum of those; the circle is its skeleton, the same passes ' +
        'without arithmetic.',
      spec: specOf(cells, palette, {
        text: title,
        subtitle: `${nameOf(group)}; ${formatCount(group.outOfCacheElementCount)} elements; medians`,
      }),
    };
  },
};

function specOf(
  cells: readonly SampledCell[],
  palette: Palette,
  titles: { text: string; subtitle: string },
) {
  const segments = cells.flatMap(segmentsOf);
  const longest = Math.max(
    ...segments.map(({ end }) => end),
    ...cells.map(({ nsPerElement }) => nsPerElement),
  );
  const wholes = cells.map(({ algorithm, nsPerElement, skeletonNs, elementCount }) => ({
    algorithm,
    whole: nsPerElement,
    label: `${formatSignificant(nsPerElement)} ns`,
    skeleton: skeletonNs === null ? null : skeletonNs / elementCount,
    labelAt: Math.max(
      nsPerElement,
      ...segments.filter((segment) => segment.algorithm === algorithm).map(({ end }) => end),
    ),
  }));
  const y = {
    field: 'algorithm',
    type: 'nominal' as const,
    sort: cells.map(({ algorithm }) => algorithm),
    title: null,
    axis: { labelExpr: "replace(datum.label, 'three-pass-', '')", ticks: false, domain: false },
  };
  const x = {
    field: 'start',
    type: 'quantitative' as const,
    title: 'ns per element',
    scale: { domain: [0, longest * 1.12], nice: false },
  };
  return {
    ...frameOf(palette),
    title: titles,
    width: plotWidthPx + 40,
    height: cells.length * rowHeightPx,
    layer: [
      {
        data: { values: segments },
        mark: { type: 'bar' as const, height: 22, tooltip: { signal: 'datum.tooltip' } },
        encoding: {
          y,
          x,
          x2: { field: 'end' },
          color: {
            field: 'kind',
            type: 'nominal' as const,
            scale: {
              domain: [...passKinds],
              range: [palette.readsOnly, palette.readsAndWrites, palette.inPlace],
            },
            legend: {
              title: null,
              orient: 'top' as const,
              labelExpr:
                "{'reads': 'reads x', 'reads and writes': 'reads x, writes y', 'in place': 'reads y, writes y'}[datum.label]",
              labelColor: palette.ink,
              symbolType: 'square',
            },
          },
          stroke: { value: palette.background },
        },
      },
      {
        data: { values: segments.filter(({ start, end }) => (end - start) / longest > 0.1) },
        mark: { type: 'text' as const, fontSize: 10.5, tooltip: { signal: 'datum.tooltip' } },
        encoding: {
          y,
          x: { ...x, field: 'middle' },
          text: { field: 'pass', type: 'nominal' as const },
        },
      },
      {
        data: { values: wholes.filter(({ skeleton }) => skeleton !== null) },
        mark: {
          type: 'point' as const,
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
        mark: { type: 'tick' as const, color: palette.ink, thickness: 2.2, size: 26 },
        encoding: { y, x: { ...x, field: 'whole' } },
      },
      {
        data: { values: wholes },
        mark: { type: 'text' as const, align: 'left' as const, dx: 8 },
        encoding: {
          y,
          x: { ...x, field: 'labelAt' },
          text: { field: 'label', type: 'nominal' as const },
        },
      },
    ],
  };
}

/** The passes of a cell end to end, in ns per element. */
function segmentsOf({ algorithm, passes, elementCount, medianNs }: SampledCell) {
  let start = 0;
  return passes.map((pass) => {
    const from = start;
    start += Math.max(0, pass.medianNs / elementCount);
    return {
      algorithm,
      pass: pass.pass,
      kind: passKindOf(pass),
      start: from,
      end: start,
      middle: (from + start) / 2,
      tooltip: {
        algorithm: shortAlgorithmName(algorithm),
        pass: `${pass.index + 1}. ${pass.pass}`,
        'per element': `${formatSignificant(pass.medianNs / elementCount)} ns`,
        'share of the call': formatPercent(pass.medianNs / medianNs),
        'by pass bytes': `${formatSignificant((pass.passBytesPerSecond ?? Number.NaN) / 1e9)} GB/s`,
      },
    };
  });
}
