import type { ComparedMachines } from '../../../compare/compare.js';
import type { CombinedPoint } from '../../../compare/combine.js';
import { slotSeries } from '../../../compare/shared-cells.js';
import { seriesInView, metricFacts, type Metric } from '../../../compare/views.js';
import { formatSignificant } from '../../../units.js';
import { logTicks, spreadLabels } from '../../figures/end-labels.js';
import { empty, plotWidthPx, type Drawing } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { frameOf } from '../../figures/theme.js';
import { shortened, sizeHead, sizeText } from '../texts.js';
import { machineStyles } from './machine-style.js';

/** Lines over size, one a machine. */
export interface Overlay {
  readonly title: string;
  readonly algorithm: string;
  readonly metric: Metric;
  readonly caption: string;
}

const heightPx = 330;
const labelGapPx = 13;
const labelColumns = 30;

/** One algorithm on every machine, in the slot that machines share, on the widest target of each. */
export function drawOverlay(
  { title, algorithm, metric, caption }: Overlay,
  { comparison, machines }: ComparedMachines,
  palette: Palette,
): Drawing {
  const { by, shared } = comparison;
  const { cacheState, threadCount } = shared;
  if (cacheState === null || threadCount === null) return empty('Nothing was measured.');
  const points = machines.flatMap((machine) => {
    const own = slotSeries(seriesInView(machine, { metric, by }), { cacheState, threadCount });
    const series = own.find((candidate) => candidate.algorithm === algorithm);
    return (series?.points ?? []).map((point) => pointOf(point, machine.name, series!.target));
  });
  if (points.length === 0) return empty(`No machine measured ${algorithm} here.`);
  const { unit, relativeUnit } = metricFacts[metric];
  const styles = machineStyles(comparison, palette);
  const values = points.map(({ value }) => value);
  const sizes = points.map(({ size }) => size);
  const low = Math.min(...values) / 1.08;
  const high = Math.max(...values) * 1.08;
  const x = {
    field: 'size',
    type: 'quantitative' as const,
    title:
      by === 'element-count'
        ? 'elements (log scale)'
        : 'footprint over own last-level cache (log scale)',
    scale: { type: 'log' as const, domain: [Math.min(...sizes), Math.max(...sizes)], nice: false },
    axis: {
      format: by === 'element-count' ? '~s' : '~g',
      grid: false,
      tickCount: 8,
      labelOverlap: true,
    },
  };
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: `${by === 'element-count' ? unit : relativeUnit} (log scale)`,
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: logTicks(low, high), format: '~g' },
  };
  const color = { field: 'machine', type: 'nominal' as const, legend: null, scale: styles.scale };
  const isHighlighted = ({ machine }: { machine: string }) => styles.highlighted.includes(machine);
  const highlighted = points.filter(isHighlighted);
  const detail = { field: 'machine', type: 'nominal' as const };
  return {
    status: 'drawn',
    caption,
    spec: {
      ...frameOf(palette),
      title: {
        text: title,
        subtitle: `cache state ${cacheState}; each machine on its widest target`,
      },
      width: plotWidthPx,
      height: heightPx,
      layer: [
        {
          data: { values: points.filter((point) => !isHighlighted(point)) },
          mark: { type: 'line', color: palette.baseline, strokeWidth: 0.8, opacity: 0.45 },
          encoding: { x, y, detail },
        },
        { data: { values: highlighted }, mark: { type: 'line' }, encoding: { x, y, color } },
        {
          data: {
            values: highlighted.map((point) => ({
              ...point,
              tooltip: {
                machine: point.machine,
                target: point.target,
                [sizeHead(comparison)]: sizeText(point.size, comparison),
                region: point.region,
                value: `${formatSignificant(point.value)} ${by === 'element-count' ? unit : relativeUnit}`,
              },
            })),
          },
          mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
          encoding: { x, y, color },
        },
        {
          data: { values: endLabels(highlighted, { low, high, lengthPx: heightPx }) },
          mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11 },
          encoding: { y, color, text: { field: 'label' } },
        },
      ],
    },
  };
}

function pointOf({ size, value, region }: CombinedPoint, machine: string, target: string) {
  return { size, value, region, machine, target };
}

function endLabels(
  points: readonly { machine: string; size: number; value: number }[],
  axis: { low: number; high: number; lengthPx: number },
) {
  const names = [...new Set(points.map(({ machine }) => machine))];
  const lasts = names.map((name) => points.findLast(({ machine }) => machine === name)!.value);
  return spreadLabels(lasts, axis, labelGapPx).map((value, index) => ({
    value,
    machine: names[index]!,
    label: shortened(names[index]!, labelColumns),
  }));
}
