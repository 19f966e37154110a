import type { PassTableRow } from '../../analysis/passes/pass-schema.js';
import { problemPhrase } from '../../model/problem-text.js';
import { callElementsOf } from '../../model/threading.js';
import { formatCount, formatRatio, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes } from '../shared/cell-text.js';
import { isIn, sweepName } from '../shared/sweep-name.js';
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

const title = 'Bandwidth of each pass out of cache, read + write bytes';
const rowHeightPx = 20;
/** Leaves room for the names on the left and the figures on the right. */
const barWidthOf = ({ isNarrow }: Layout): number => (isNarrow ? 68 : 350);

/** A row of a pass with enough rounds for an interval. */
type TimedRow = PassTableRow & { passBytesPerSecond: number };

/** Figure 3: every pass next to the baseline with the same reads and writes. */
export const passBandwidth: Figure = {
  id: 'pass-bandwidth',
  title,
  draw: ({ subject, sweeps, passTable }, palette, layout) => {
    if (subject === null) return empty(nothingMeasured);
    const problem = subject.outOfCacheProblem;
    if (problem === null) return empty(notOutOfCache(subject));
    const rows = passTable
      .filter(isIn(subject))
      .filter((row): row is TimedRow => row.passBytesPerSecond !== null);
    if (rows.length === 0) {
      return empty(
        'No pass (--per-pass) and no baseline was sampled out of cache in enough rounds for an interval.',
      );
    }
    const bars = [
      ...rows.filter(({ kind }) => kind === 'baseline'),
      ...rows.filter(({ kind }) => kind === 'algorithm'),
    ].map(barOf);
    const size = problemPhrase(problem);
    return {
      status: 'drawn',
      legend: [
        { series: '', label: '95% CI', color: palette.ink, dash: [1, 0], shape: null },
        { series: '', label: 'baseline', color: palette.ink, dash: null, shape: 'tick' },
      ],
      caption:
        'Read + write bytes of a pass over its median time, with its 95% CI. Tick and ratio: the baseline with ' +
        'the same reads, writes and kind of store. A pass can be faster, where its arithmetic spaces loads ' +
        'and stores better or where the pass before left lines in cache.',
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, `${sweepName(subject, sweeps)}; ${size}; medians`, layout),
        width: barWidthOf(layout),
        height: bars.length * rowHeightPx,
        layer: layersOf(bars, layout, palette),
      },
    };
  },
};

function layersOf(bars: readonly Bar[], layout: Layout, palette: Palette): Layer[] {
  const highest = Math.max(...bars.map(({ high, value }) => Math.max(high ?? 0, value)));
  const y = {
    field: 'row',
    type: 'nominal' as const,
    sort: bars.map(({ row }) => row),
    title: null,
    axis: { ticks: false, domain: false, labelFontSize: 10.5 },
  };
  const x = {
    type: 'quantitative' as const,
    title: 'GB/s by read + write bytes',
    scale: { domain: [0, highest * 1.04], nice: false },
  };
  return [
    {
      data: { values: [...bars] },
      mark: { type: 'bar', height: 13, tooltip: { signal: 'datum.tooltip' } },
      encoding: {
        y,
        x: { ...x, field: 'value' },
        color: passKindChannel(palette, ['baseline'], layout),
      },
    },
    {
      data: { values: bars.filter(({ low }) => low !== null) },
      mark: { type: 'rule', color: palette.ink, strokeWidth: 1.2 },
      encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
    },
    {
      data: { values: bars.filter(({ baseline }) => baseline !== null) },
      mark: { type: 'tick', color: palette.ink, thickness: 2, size: 17 },
      encoding: { y, x: { ...x, field: 'baseline' } },
    },
    {
      data: { values: [...bars] },
      mark: { type: 'text', align: 'left', x: barWidthOf(layout), dx: 8, fontSize: 10.5 },
      encoding: { y, text: { field: 'label', type: 'nominal' } },
    },
  ];
}

type Bar = ReturnType<typeof barOf>;

function barOf(row: TimedRow) {
  const { implementation, kind, pass, ci95Ns, medianNs, baselineFraction } = row;
  const value = row.passBytesPerSecond / 1e9;
  const name =
    kind === 'baseline'
      ? implementation
      : `${shortAlgorithmName(implementation)}: ${row.index + 1} ${pass}`;
  return {
    row: name,
    value,
    kind: kind === 'baseline' ? 'baseline' : passKindTexts[passKindOf(row)],
    // A bandwidth is bytes over time: the long end of the interval of the time is its low end.
    low: ci95Ns === null ? null : (value * medianNs) / ci95Ns.high,
    high: ci95Ns === null || ci95Ns.low <= 0 ? null : (value * medianNs) / ci95Ns.low,
    baseline: baselineFraction === null ? null : value / baselineFraction.ratio,
    label:
      baselineFraction === null
        ? formatSignificant(value)
        : `${formatSignificant(value)}, ${formatRatio(baselineFraction.ratio)} ${row.baseline}`,
    tooltip: {
      pass: name,
      'read + write bytes': `${formatSignificant(value)} GB/s`,
      'with write-allocate (RFO)': `${gigabytes(row.busBytesPerSecond)} GB/s`,
      'one call': `${formatSignificant(medianNs / callElementsOf(row))} ns per element`,
      ...(baselineFraction === null
        ? {}
        : { [`over ${row.baseline}`]: formatRatio(baselineFraction.ratio) }),
      samples: formatCount(row.sampleCount),
    },
  };
}
