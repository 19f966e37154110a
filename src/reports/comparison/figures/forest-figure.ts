import { viewText } from '../../../compare/headline.js';
import type { Comparison } from '../../../compare/comparison.js';
import { formatRatio } from '../../../units.js';
import { empty, type Layer } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { frameOf, titleOf } from '../../figures/theme.js';
import { intervalText } from '../../shared/cell-text.js';
import {
  forestTargetsText,
  forestTitle,
  levelSubject,
  shortened,
  slotText,
  targetsText,
} from '../comparison-texts.js';
import { forestRows, type ForestRow } from '../forest-rows.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { intervalLayers, rowChannel, rowRoomOf, type RatioRow } from './machine-rows.js';
import { machineStyles } from './machine-style.js';
import { shownRows } from './shown-rows.js';

const title = 'Ratio to the baseline by machine and level';
const rowPx = 17;
const baselineColumns = 30;

/** The best implementation of each machine against that of the baseline, at each level. */
export const forestFigure: ComparisonFigure = {
  id: 'forest',
  title,
  draw: ({ comparison }, palette, layout) => {
    const { labelColumns, widthPx } = rowRoomOf(layout);
    const { rows, note } = shownRows(forestRows(comparison));
    const values = valuesOf(rows, labelColumns);
    if (values.length === 0) return empty('No machine shares a level with the baseline.');
    const undecided = values.some(({ low }) => low === null)
      ? ' Hollow: undecided, too few processes or rounds for an interval.'
      : '';
    return {
      status: 'drawn',
      caption:
        'Right of 1: more than the baseline. Lines: 95% intervals; an interval that reaches 1 is no significant ' +
        `difference.${undecided}${forestTargetsText(comparison)}${note}`,
      spec: {
        ...frameOf(palette),
        ...titleOf(
          forestTitle(comparison),
          comparison.slot === null
            ? ''
            : `${levelSubject(comparison)} of each; ${slotText(comparison.slot)}; ${targetsText(comparison)}`,
          layout,
        ),
        width: widthPx,
        height: values.length * rowPx,
        layer: layersOf(values, comparison, palette),
      },
    };
  },
};

function valuesOf(rows: readonly ForestRow[], labelColumns: number): readonly RatioRow[] {
  const hasLevels = new Set(rows.map(({ level }) => level.region)).size > 1;
  return rows.map(({ machine, level, ratio: { ratio, interval } }) => {
    const { name, target } = machine;
    const short = shortened(name, labelColumns);
    return {
      machine: name,
      row: `${name}  ${level.region}`,
      label: hasLevels ? `${short}  ${level.region}` : short,
      ratio,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      tooltip: {
        machine: name,
        level: level.region,
        target,
        algorithm: level.implementation,
        ...(interval === null
          ? { ratio: 'undecided, too few processes or rounds' }
          : { ratio: formatRatio(ratio), '95% CI': intervalText(interval) }),
      },
    };
  });
}

function layersOf(values: readonly RatioRow[], comparison: Comparison, palette: Palette): Layer[] {
  const ends = values.flatMap(({ ratio, low, high }) => [low ?? ratio, high ?? ratio]);
  const x = {
    field: 'ratio',
    type: 'quantitative' as const,
    title: `${viewText(comparison)} over ${shortened(comparison.baseline, baselineColumns)} (log scale)`,
    scale: {
      type: 'log' as const,
      domain: [Math.min(0.9, ...ends) / 1.03, Math.max(1.1, ...ends) * 1.03],
      nice: false,
    },
    axis: {
      format: '~g',
      labelOverlap: true,
      values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 7, 10],
    },
  };
  const y = rowChannel(values);
  const { color } = machineStyles(comparison, palette);
  return [
    ...intervalLayers(values, { x, y, color }, palette),
    ...[true, false].map((isKnown): Layer => ({
      data: { values: values.filter(({ low }) => (low !== null) === isKnown) },
      mark: { type: 'point', filled: isKnown, tooltip: { signal: 'datum.tooltip' } },
      encoding: { x, y, color },
    })),
  ];
}
