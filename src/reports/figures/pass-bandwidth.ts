import type { PassTableRow } from '../../analysis/analysis.js';
import { formatCount, formatPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { isIn, nameOf, notOutOfCache, nothingMeasured } from './group-name.js';
import { empty, type Figure } from './figure.js';
import type { Palette } from './palette.js';
import { passKindOf, type PassKind } from './pass-name.js';
import { frameOf } from './theme.js';

const title = 'Bandwidth of each pass out of cache, by pass bytes';
const rowHeightPx = 20;
/** Leaves room for the names on the left and the figures on the right. */
const barWidthPx = 350;

/** A row whose time could be told from the cost of the clock. */
type TimedRow = PassTableRow & { passBytesPerSecond: number };

/** Figure 3: every pass as fast as the baseline with the same reads and writes, or not. */
export const passBandwidth: Figure = {
  id: 'pass-bandwidth',
  title,
  draw: (analysis, palette) => {
    const group = analysis.subject;
    if (group === null) return empty(nothingMeasured);
    if (group.outOfCacheElementCount === null) return empty(notOutOfCache(group));
    const rows = analysis.passTable
      .filter(isIn(group))
      .filter((row): row is TimedRow => row.passBytesPerSecond !== null);
    if (rows.length === 0) {
      return empty('Neither passes nor baselines were sampled out of cache; run with --per-pass.');
    }
    return {
      status: 'drawn',
      caption:
        'Bytes that a pass reads and writes over its median time, with its 95 % interval. The tick ' +
        'is the baseline with the same reads, writes and kind of store, the percentage the share of ' +
        'its speed: at 100 % the pass is limited by memory alone.',
      spec: specOf(rows, palette, {
        text: title,
        subtitle: `${nameOf(group)}; ${formatCount(group.outOfCacheElementCount)} elements; medians`,
      }),
    };
  },
};

function specOf(
  rows: readonly TimedRow[],
  palette: Palette,
  titles: { text: string; subtitle: string },
) {
  const ordered = [
    ...rows.filter(({ kind }) => kind === 'baseline'),
    ...rows.filter(({ kind }) => kind === 'softmax'),
  ];
  const bars = ordered.map(barOf);
  const highest = Math.max(...bars.map(({ high, value }) => Math.max(high ?? 0, value)));
  const y = {
    field: 'row',
    type: 'nominal' as const,
    sort: bars.map(({ row }) => row),
    title: null,
    axis: { ticks: false, domain: false, labelFontSize: 10.5 },
  };
  const x = {
    field: 'value',
    type: 'quantitative' as const,
    title: 'GB/s by pass bytes',
    scale: { domain: [0, highest * 1.04], nice: false },
  };
  return {
    ...frameOf(palette),
    title: titles,
    width: barWidthPx,
    height: bars.length * rowHeightPx,
    layer: [
      {
        data: { values: bars },
        mark: { type: 'bar' as const, height: 13, tooltip: { signal: 'datum.tooltip' } },
        encoding: {
          y,
          x,
          color: {
            field: 'kind',
            type: 'nominal' as const,
            scale: {
              domain: [...barKinds],
              range: [palette.baseline, palette.readsOnly, palette.readsAndWrites, palette.inPlace],
            },
            legend: {
              title: null,
              orient: 'top' as const,
              labelColor: palette.ink,
              symbolType: 'square',
            },
          },
        },
      },
      {
        data: { values: bars.filter(({ low }) => low !== null) },
        mark: { type: 'rule' as const, color: palette.ink, strokeWidth: 1.2 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        data: { values: bars.filter(({ baseline }) => baseline !== null) },
        mark: { type: 'tick' as const, color: palette.ink, thickness: 2, size: 17 },
        encoding: { y, x: { ...x, field: 'baseline' } },
      },
      {
        data: { values: bars },
        mark: {
          type: 'text' as const,
          align: 'left' as const,
          x: barWidthPx,
          dx: 8,
          fontSize: 10.5,
        },
        encoding: { y, text: { field: 'label', type: 'nominal' as const } },
      },
    ],
  };
}

const barKinds = ['baseline', 'reads x', 'reads x, writes y', 'reads y, writes y'] as const;
type BarKind = (typeof barKinds)[number];

const barKindByPass: Readonly<Record<PassKind, BarKind>> = {
  reads: 'reads x',
  'reads and writes': 'reads x, writes y',
  'in place': 'reads y, writes y',
};

function barOf(row: TimedRow) {
  const { algorithm, kind, pass, passBytesPerSecond, ci95Ns, medianNs, baselineFraction } = row;
  const value = passBytesPerSecond / 1e9;
  const speed = `${formatSignificant(value)} GB/s`;
  const name =
    kind === 'baseline' ? algorithm : `${shortAlgorithmName(algorithm)}: ${row.index + 1} ${pass}`;
  const isCompared = row.baseline !== null && baselineFraction !== null;
  return {
    row: name,
    value,
    kind: kind === 'baseline' ? ('baseline' satisfies BarKind) : barKindByPass[passKindOf(row)],
    // A bandwidth is bytes over time: the long end of the interval of the time is its low end.
    low: ci95Ns === null ? null : (value * medianNs) / ci95Ns.high,
    high: ci95Ns === null || ci95Ns.low <= 0 ? null : (value * medianNs) / ci95Ns.low,
    baseline: baselineFraction === null ? null : value / baselineFraction,
    label: isCompared
      ? `${formatSignificant(value)}, ${formatPercent(baselineFraction)} of ${row.baseline}`
      : formatSignificant(value),
    tooltip: {
      pass: name,
      'by pass bytes': speed,
      'by bus bytes': `${formatSignificant((row.busBytesPerSecond ?? Number.NaN) / 1e9)} GB/s`,
      'one call': `${formatSignificant(medianNs / row.elementCount)} ns per element`,
      ...(isCompared ? { [`of ${row.baseline}`]: formatPercent(baselineFraction) } : {}),
      samples: formatCount(row.sampleCount),
    },
  };
}
