import { claimedGains } from '../../../analysis/study/paper-claims.js';
import { predictedSpeedups } from '../../../analysis/study/speedups.js';
import { formatPercent, formatRatio } from '../../../units.js';
import { empty, plotWidthPx } from '../../figures/figure.js';
import { frameOf } from '../../figures/theme.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { machineStyles } from './machine-style.js';

const title = 'Gain of two-pass by machine';
const rowPx = 17;
const labelLimitPx = 220;

/** What two-pass gains out of cache on each machine, beside what the paper claims and bytes predict. */
export const gain: ComparisonFigure = {
  id: 'gain',
  title,
  draw: ({ comparison }, palette) => {
    const values = comparison.machines.flatMap(({ name, target, twoPassGain }) => {
      if (twoPassGain === null) return [];
      const { ratio, interval, over } = twoPassGain;
      const range =
        interval === null
          ? 'too few rounds'
          : `${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
      return [
        {
          machine: name,
          ratio,
          low: interval?.low ?? null,
          high: interval?.high ?? null,
          tooltip: {
            machine: name,
            target,
            over,
            gain: formatRatio(ratio),
            '95 % interval': range,
          },
        },
      ];
    });
    if (values.length === 0) {
      return empty('No machine measured two-pass and a three-pass algorithm out of cache.');
    }
    const ends = values.flatMap(({ ratio, low, high }) => [low ?? ratio, high ?? ratio]);
    const limits = referenceLines();
    const domain = [
      Math.min(0.95, ...ends) / 1.02,
      Math.max(...limits.map(({ ratio }) => ratio), ...ends) * 1.04,
    ];
    const x = {
      field: 'ratio',
      type: 'quantitative' as const,
      title: 'times as fast as the better three-pass algorithm (log scale)',
      scale: { type: 'log' as const, domain, nice: false },
      axis: { format: '~g', values: [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 2] },
    };
    const y = {
      field: 'machine',
      type: 'nominal' as const,
      // Not `sort`: of a list it makes an expression that nests once a machine, too deep for a thousand.
      scale: { domain: values.map(({ machine }) => machine) },
      title: null,
      axis: { labelLimit: labelLimitPx },
    };
    const { scale } = machineStyles(comparison, palette);
    const color = { field: 'machine', type: 'nominal' as const, legend: null, scale };
    return {
      status: 'drawn',
      caption:
        'Two-pass over the better of the two three-pass algorithms at the largest size out of cache, with 95 % intervals. ' +
        'Dashed: the most that the paper claims for Intel Skylake-X, and what bytes on the bus predict over three-pass ' +
        'with recomputing.',
      spec: {
        ...frameOf(palette),
        title: {
          text: title,
          subtitle: 'out of cache; each machine on its widest target',
          offset: 42,
        },
        width: plotWidthPx,
        height: values.length * rowPx,
        layer: [
          {
            data: { values: [{ ratio: 1 }] },
            mark: { type: 'rule', color: palette.muted, strokeWidth: 1.4 },
            encoding: { x },
          },
          {
            data: { values: limits },
            mark: { type: 'rule', color: palette.muted, strokeDash: [6, 4] },
            encoding: { x },
          },
          ...limits.map((limit, index) => ({
            data: { values: [limit] },
            mark: {
              type: 'text' as const,
              color: palette.muted,
              fontSize: 10,
              y: -6 - 12 * (index % 3),
              align: 'center' as const,
            },
            encoding: { x, text: { field: 'label' } },
          })),
          {
            data: { values: values.filter(({ low }) => low !== null) },
            mark: { type: 'rule', strokeWidth: 1.6 },
            encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
          },
          {
            data: { values },
            mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
            encoding: { x, y, color },
          },
        ],
      },
    };
  },
};

function referenceLines(): readonly { ratio: number; label: string }[] {
  const claims = claimedGains.map(({ instructions, ratio }) => ({
    ratio,
    label: `paper, ${instructions}: up to ${formatPercent(ratio - 1)}`,
  }));
  const bus = predictedSpeedups('two-pass', 'three-pass-recompute').predictedByBusBytes;
  return bus === null
    ? claims
    : [...claims, { ratio: bus, label: `bus bytes: ${formatRatio(bus)}` }];
}
