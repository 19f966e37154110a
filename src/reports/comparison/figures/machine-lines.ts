import { combineRuns, type CombinedSeries } from '../../../compare/combine.js';
import type { ComparedMachines } from '../../../compare/compare-machines.js';
import type { Comparison } from '../../../compare/comparison.js';
import type { MachineRuns } from '../../../compare/machines.js';
import { seriesAt } from '../../../compare/slots.js';
import { passBytesPerElement, seriesInView, unitOf, type View } from '../../../compare/views.js';
import { formatSignificant } from '../../../units.js';
import { logTicks, spreadLabels, type LogAxis } from '../../figures/end-labels.js';
import { empty, type Drawing, type Layer, type Layout } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { frameOf, titleOf } from '../../figures/theme.js';
import { shortened, sizeHead, sizeText, slotText, targetsText } from '../comparison-texts.js';
import { machineStyles, type MachineStyles } from './machine-style.js';

/** Lines over size, one a machine. */
export interface MachineLines {
  readonly title: string;
  readonly implementation: string;
  /** Whether GB/s of read + write bytes are shown, else time. */
  readonly isBandwidth: boolean;
  readonly caption: string;
}

const heightPx = 330;
const labelGapPx = 13;
const labelColumns = 30;

/** One implementation on every machine, in the slot that machines share, on the target of each. */
export function drawMachineLines(
  { title, implementation, isBandwidth, caption }: MachineLines,
  { comparison, machines }: ComparedMachines,
  palette: Palette,
  layout: Layout,
): Drawing {
  const { slot, study } = comparison;
  if (slot === null) return empty('Nothing was measured.');
  // Relative to the own copy, copy has no bandwidth.
  const by = isBandwidth ? 'element-count' : comparison.by;
  const styles = machineStyles(comparison, palette);
  const drawn = drawnIndexes(machines, styles.highlighted);
  const points = drawn.flatMap((index) => {
    const runs = machines[index]!;
    const { target } = comparison.machines[index]!;
    const series = seriesAt(viewedSeries(runs, implementation, by), slot, target)[0];
    return (series?.points ?? []).map((point): LinePoint => {
      const { at, value } = point;
      const shown = isBandwidth ? passBytesPerElement(implementation, point) / value : value;
      return {
        size: at.size,
        value: shown,
        region: at.region,
        machine: runs.name,
        series: runs.name,
        target: target!,
      };
    });
  });
  if (points.length === 0) return empty(`No machine measured ${implementation} here.`);
  const unit = isBandwidth ? 'GB/s of read + write bytes' : unitOf({ metric: 'time', by }, study);
  const hidden = machines.length - drawn.length;
  const note = hidden === 0 ? '' : ` ${hidden} more lie between: the table has all.`;
  return {
    status: 'drawn',
    caption: `${caption}${note}`,
    legend: styles.legend,
    spec: {
      ...frameOf(palette, layout),
      ...titleOf(title, `${slotText(slot)}; ${targetsText(comparison)}`, layout),
      width: layout.plotWidthPx,
      height: heightPx,
      layer: layersOf(points, unit, { ...comparison, by }, styles, layout, palette),
    },
  };
}

/** Of more machines so many are drawn, evenly by rank: together they show how far machines lie apart. */
const mostLines = 60;

function drawnIndexes(
  machines: readonly MachineRuns[],
  highlighted: readonly string[],
): readonly number[] {
  const step = Math.max(1, machines.length / mostLines);
  const spread = Array.from({ length: Math.min(mostLines, machines.length) }, (_, index) =>
    Math.floor(index * step),
  );
  const named = machines.flatMap(({ name }, index) => (highlighted.includes(name) ? [index] : []));
  return [...new Set([...spread, ...named, machines.length - 1])].sort((a, b) => a - b);
}

/** Times of the implementation in every sweep. */
function viewedSeries(
  runs: MachineRuns,
  implementation: string,
  by: View['by'],
): readonly CombinedSeries[] {
  // Views by relative size divide by copy.
  const ids = [implementation, 'copy'];
  const machine = combineRuns(runs, (series) => ids.includes(series.implementation));
  return seriesInView(machine, { metric: 'time', by }).filter(
    (series) => series.implementation === implementation,
  );
}

interface LinePoint {
  readonly size: number;
  readonly value: number;
  readonly region: string;
  readonly machine: string;
  readonly series: string;
  readonly target: string;
}

function layersOf(
  points: readonly LinePoint[],
  unit: string,
  comparison: Comparison,
  { color, highlighted: names }: MachineStyles,
  { isNarrow, plotWidthPx }: Layout,
  palette: Palette,
): Layer[] {
  const values = points.map(({ value }) => value);
  const axis = {
    low: Math.min(...values) / 1.08,
    high: Math.max(...values) * 1.08,
    lengthPx: heightPx,
  };
  const x = sizeChannel(points, comparison);
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    title: `${unit} (log scale)`,
    scale: { type: 'log' as const, domain: [axis.low, axis.high], nice: false },
    axis: { values: logTicks(axis.low, axis.high), format: '~g' },
  };
  const highlighted = points
    .filter(({ machine }) => names.includes(machine))
    .map((point) => ({ ...point, tooltip: tooltipOf(point, unit, comparison) }));
  const detail = { field: 'machine', type: 'nominal' as const };
  return [
    {
      data: { values: points.filter(({ machine }) => !names.includes(machine)) },
      mark: { type: 'line', color: palette.baseline, strokeWidth: 0.8, opacity: 0.45 },
      encoding: { x, y, detail },
    },
    { data: { values: highlighted }, mark: { type: 'line' }, encoding: { x, y, color } },
    {
      data: { values: highlighted },
      mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
      encoding: { x, y, color },
    },
    ...(isNarrow
      ? []
      : [
          {
            data: { values: endLabels(highlighted, axis) },
            mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11 },
            encoding: { y, color, text: { field: 'label' } },
          } as const,
        ]),
  ];
}

function sizeChannel(points: readonly LinePoint[], { by }: Comparison) {
  const sizes = points.map(({ size }) => size);
  const isCount = by === 'element-count';
  return {
    field: 'size',
    type: 'quantitative' as const,
    title: `${isCount ? 'elements' : 'working set over own LLC'} (log scale)`,
    scale: { type: 'log' as const, domain: [Math.min(...sizes), Math.max(...sizes)], nice: false },
    axis: { format: isCount ? '~s' : '~g', grid: false, tickCount: 8, labelOverlap: true },
  };
}

function tooltipOf(point: LinePoint, unit: string, comparison: Comparison) {
  return {
    machine: point.machine,
    target: point.target,
    [sizeHead(comparison)]: sizeText(point.size, comparison),
    region: point.region,
    value: `${formatSignificant(point.value)} ${unit}`,
  };
}

function endLabels(points: readonly LinePoint[], axis: LogAxis) {
  const names = [...new Set(points.map(({ machine }) => machine))];
  const lasts = names.map((name) => points.findLast(({ machine }) => machine === name)!.value);
  return spreadLabels(lasts, axis, labelGapPx).map((value, index) => ({
    value,
    machine: names[index]!,
    label: shortened(names[index]!, labelColumns),
  }));
}
