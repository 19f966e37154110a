import type { Comparison } from '../../../compare/comparison.js';
import { algorithmOf } from '../../../softmax/algorithms.js';
import { studyOf } from '../../../softmax/studies.js';
import { streamsOf } from '../../../softmax/traffic.js';
import { formatPercent, formatRatio } from '../../../units.js';
import { empty, type Layer, type Layout } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { frameOf } from '../../figures/theme.js';
import { intervalText } from '../../shared/cell-text.js';
import { shortened, targetsText } from '../comparison-texts.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { intervalLayers, rowChannel, rowRoomOf, type RatioRow } from './machine-rows.js';
import { machineStyles } from './machine-style.js';
import { shownRows } from './shown-rows.js';

const title = 'Gain of the headline by machine';
const rowPx = 17;

/** What the headline gains out of cache on each machine, with the claims of the study and the byte bounds. */
export const headlineGainFigure: ComparisonFigure = {
  id: 'headline-gain',
  title,
  draw: ({ comparison }, palette, layout) => {
    const { headline, rivalsLabel } = comparison.study;
    const { labelColumns, widthPx } = rowRoomOf(layout);
    const { rows: values, note } = shownRows(gainsOf(comparison, labelColumns));
    if (values.length === 0) {
      return empty(`No machine measured ${headline} and a ${rivalsLabel} rival out of cache.`);
    }
    const limits = referenceLines(comparison);
    return {
      status: 'drawn',
      caption:
        `${headline} over the best ${rivalsLabel} at the largest size out of cache, with 95% intervals. Dashed: the gains ` +
        `that are claimed, and those that bytes with write-allocate (RFO) predict.${note}`,
      spec: {
        ...frameOf(palette),
        title: layout.isTitled
          ? {
              text: `Gain of ${headline} by machine`,
              subtitle: `out of cache; ${targetsText(comparison)}`,
              offset: 42,
            }
          : // Keeps its room for the names of the lines.
            { text: ' ', offset: 30 },
        width: widthPx,
        height: values.length * rowPx,
        layer: layersOf(values, limits, comparison, palette, layout),
      },
    };
  },
};

interface ReferenceLine {
  readonly ratio: number;
  readonly label: string;
}

function gainsOf({ machines }: Comparison, labelColumns: number): readonly RatioRow[] {
  return machines.flatMap(({ name, target, headlineGain }) => {
    if (headlineGain === null) return [];
    const { ratio, interval, over } = headlineGain;
    const ci = interval === null ? 'too few rounds' : intervalText(interval);
    const tooltip = { machine: name, target, over, gain: formatRatio(ratio), '95% CI': ci };
    const { low, high } = interval ?? { low: null, high: null };
    const label = shortened(name, labelColumns);
    return [{ machine: name, row: name, label, ratio, low, high, tooltip }];
  });
}

function layersOf(
  values: readonly RatioRow[],
  limits: readonly ReferenceLine[],
  comparison: Comparison,
  palette: Palette,
  { isNarrow }: Layout,
): Layer[] {
  const x = ratioChannel(values, limits, comparison);
  const y = rowChannel(values);
  const { color } = machineStyles(comparison, palette);
  return [
    {
      data: { values: [...limits] },
      mark: { type: 'rule', color: palette.muted, strokeDash: [6, 4] },
      encoding: { x },
    },
    ...(isNarrow ? [] : limits).map((limit, index): Layer => ({
      data: { values: [limit] },
      mark: {
        type: 'text',
        color: palette.muted,
        fontSize: 10,
        y: -6 - 12 * (index % 3),
        align: 'center',
      },
      encoding: { x, text: { field: 'label' } },
    })),
    ...intervalLayers(values, { x, y, color }, palette),
    {
      data: { values: [...values] },
      mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
      encoding: { x, y, color },
    },
  ];
}

function ratioChannel(
  values: readonly RatioRow[],
  limits: readonly ReferenceLine[],
  { study }: Comparison,
) {
  const ends = values.flatMap(({ ratio, low, high }) => [low ?? ratio, high ?? ratio]);
  const domain = [
    Math.min(0.95, ...ends) / 1.02,
    Math.max(...limits.map(({ ratio }) => ratio), ...ends) * 1.04,
  ];
  return {
    field: 'ratio',
    type: 'quantitative' as const,
    title: `speed over the best ${study.rivalsLabel} (log scale)`,
    scale: { type: 'log' as const, domain, nice: false },
    axis: { format: '~g', values: [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 2] },
  };
}

/** The claimed gains, and the bound by bus bytes over the first rival. */
function referenceLines({ study }: Comparison): readonly ReferenceLine[] {
  const { claims, headline, rivals } = studyOf(study.operation)!;
  const claimed = claims.flatMap((claim) => {
    if (claim.kind !== 'gain') return [];
    const label = `claimed, ${claim.instructions}: up to ${formatPercent(claim.ratio - 1)}`;
    return [{ ratio: claim.ratio, label }];
  });
  const [own, rival] = [headline, rivals[0]!].map((id) => streamsOf(algorithmOf(id)).busBytes);
  if (own == null || rival == null) return claimed;
  return [...claimed, { ratio: rival / own, label: `RFO bytes: ${formatRatio(rival / own)}` }];
}
