import { combineRuns, type CombinedPoint, type CombinedSeries } from '../../../compare/combine.js';
import type { ComparedMachines } from '../../../compare/compare-machines.js';
import type { ComparedMachine, Comparison } from '../../../compare/comparison.js';
import type { MachineRuns } from '../../../compare/machines.js';
import { slotAxes } from '../../../compare/series.js';
import { seriesInView, unitOf, type Metric, type View } from '../../../compare/views.js';
import { agreeIn } from '../../../model/axes.js';
import { formatSignificant } from '../../../units.js';
import { logTicks, spreadLabels, type LogAxis } from '../../figures/end-labels.js';
import { empty, plotWidthPx, type Drawing, type Layer } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { frameOf } from '../../figures/theme.js';
import { shortened, sizeHead, sizeText, slotText } from '../comparison-texts.js';
import { machineStyles } from './machine-style.js';

/** Lines over size, one a machine. */
export interface MachineLines {
  readonly title: string;
  readonly implementation: string;
  readonly metric: Metric;
  readonly caption: string;
}

const heightPx = 330;
const labelGapPx = 13;
const labelColumns = 30;

/** One implementation on every machine, in the slot that machines share, on the fastest target of each. */
export function drawMachineLines(
  { title, implementation, metric, caption }: MachineLines,
  { comparison, machines }: ComparedMachines,
  palette: Palette,
): Drawing {
  const { by, shared, study } = comparison;
  const { slot } = shared;
  if (slot === null) return empty('Nothing was measured.');
  const points = machines.flatMap((runs, index) => {
    const machine = comparison.machines[index]!;
    const series = lineOf(runs, machine, implementation, { metric, by });
    return (series?.points ?? []).map((point) => linePoint(point, runs.name, series!.target));
  });
  if (points.length === 0) return empty(`No machine measured ${implementation} here.`);
  const unit = unitOf({ metric, by }, study);
  return {
    status: 'drawn',
    caption,
    spec: {
      ...frameOf(palette),
      title: {
        text: title,
        subtitle: `${slotText(slot)}; each machine on its fastest target`,
      },
      width: plotWidthPx,
      height: heightPx,
      layer: layersOf(points, unit, comparison, palette),
    },
  };
}

/** The series of the implementation, where the other figures of the machine are from. */
function lineOf(
  runs: MachineRuns,
  { slot, target }: ComparedMachine,
  implementation: string,
  view: View,
): CombinedSeries | undefined {
  // Views by relative size divide by copy.
  const ids = [implementation, 'copy'];
  const machine = combineRuns(runs, (series) => ids.includes(series.implementation));
  return seriesInView(machine, view).find(
    (series) =>
      series.implementation === implementation &&
      series.target === target &&
      agreeIn(series, slot!, slotAxes),
  );
}

type LinePoint = ReturnType<typeof linePoint>;

function linePoint({ at, value }: CombinedPoint, machine: string, target: string) {
  return { size: at.size, value, region: at.region, machine, target };
}

function layersOf(
  points: readonly LinePoint[],
  unit: string,
  comparison: Comparison,
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
  const { color, highlighted: names } = machineStyles(comparison, palette);
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
    {
      data: { values: endLabels(highlighted, axis) },
      mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11 },
      encoding: { y, color, text: { field: 'label' } },
    },
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
