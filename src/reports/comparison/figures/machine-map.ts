import { formatGigabytesPerSecond, formatRatio } from '../../../units.js';
import type { Comparison } from '../../../compare/comparison.js';
import { empty, type Layer, type Layout } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { frameOf, titleOf } from '../../figures/theme.js';
import { shortened, targetsText } from '../comparison-texts.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { machineStyles } from './machine-style.js';

const title = 'Copy bandwidth against the gain of the headline';
const labelColumns = 26;

/** Each machine as a point: does the headline gain more where memory is slower? */
export const machineMap: ComparisonFigure = {
  id: 'machine-map',
  title,
  draw: ({ comparison }, palette, layout) => {
    const { headline, rivalsLabel } = comparison.study;
    const values = valuesOf(comparison);
    if (values.length === 0) return empty(`No machine measured copy and ${headline} out of cache.`);
    return {
      status: 'drawn',
      caption:
        `Right: more bandwidth. Up: more gain of ${headline} over the best ${rivalsLabel}. The baseline and the ` +
        'first five others by rank are named.',
      legend: machineStyles(comparison, palette).legend,
      spec: {
        ...frameOf(palette, layout),
        ...titleOf(title, `out of cache; ${targetsText(comparison)}`, layout),
        width: layout.plotWidthPx,
        height: 330,
        layer: layersOf(values, comparison, palette, layout),
      },
    };
  },
};

function valuesOf({ machines }: Comparison) {
  return machines.flatMap(({ name, copyBytesPerSecond, headlineGain }) => {
    if (copyBytesPerSecond === null || headlineGain === null) return [];
    return [
      {
        machine: name,
        series: name,
        label: shortened(name, labelColumns),
        copy: copyBytesPerSecond / 1e9,
        ratio: headlineGain.ratio,
        tooltip: {
          machine: name,
          copy: formatGigabytesPerSecond(copyBytesPerSecond),
          gain: formatRatio(headlineGain.ratio),
          over: headlineGain.over,
        },
      },
    ];
  });
}

function layersOf(
  values: ReturnType<typeof valuesOf>,
  comparison: Comparison,
  palette: Palette,
  layout: Layout,
): Layer[] {
  const { study } = comparison;
  const { color, highlighted } = machineStyles(comparison, palette);
  const named = values.filter(({ machine }) => highlighted.includes(machine));
  const others = values.filter((value) => !named.includes(value));
  const x = {
    field: 'copy',
    type: 'quantitative' as const,
    title: 'copy out of cache, GB/s of read + write bytes',
    scale: { zero: false, padding: 24 },
  };
  const y = {
    field: 'ratio',
    type: 'quantitative' as const,
    title: `speed of ${study.headline} over the best ${study.rivalsLabel}`,
    scale: { zero: false, padding: 14 },
    axis: { format: '~g' },
  };
  return [
    // The named ones above the others, of which there may be thousands.
    ...[others, named].map((points, index) => ({
      data: { values: points },
      mark: {
        type: 'point',
        opacity: index === 0 ? 0.5 : 1,
        tooltip: { signal: 'datum.tooltip' },
      } as const,
      encoding: { x, y, color },
    })),
    ...(layout.isNarrow
      ? []
      : [
          {
            data: { values: named },
            mark: { type: 'text', align: 'left', dx: 7, dy: -6, fontSize: 10.5 } as const,
            encoding: { x, y, color, text: { field: 'label' } },
          },
        ]),
  ];
}
