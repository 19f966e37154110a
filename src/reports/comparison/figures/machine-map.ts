import { formatGigabytesPerSecond, formatRatio } from '../../../units.js';
import { empty, plotWidthPx } from '../../figures/figure.js';
import { frameOf } from '../../figures/theme.js';
import { shortened, targetsText } from '../comparison-texts.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { machineStyles } from './machine-style.js';

const title = 'Copy bandwidth against the gain of the headline';
const labelColumns = 26;

/** Each machine as a point: does the headline gain more where memory is slower? */
export const machineMap: ComparisonFigure = {
  id: 'machine-map',
  title,
  draw: ({ comparison }, palette) => {
    const { headline, rivalsLabel } = comparison.study;
    const values = comparison.machines.flatMap(({ name, copyBytesPerSecond, headlineGain }) => {
      if (copyBytesPerSecond === null || headlineGain === null) return [];
      return [
        {
          machine: name,
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
    if (values.length === 0) return empty(`No machine measured copy and ${headline} out of cache.`);
    const { color, highlighted } = machineStyles(comparison, palette);
    const x = {
      field: 'copy',
      type: 'quantitative' as const,
      title: 'copy out of cache, GB/s of read + write bytes',
      scale: { zero: false, padding: 24 },
    };
    const y = {
      field: 'ratio',
      type: 'quantitative' as const,
      title: `speed of ${headline} over the best ${rivalsLabel}`,
      scale: { zero: false, padding: 14 },
      axis: { format: '~g' },
    };
    return {
      status: 'drawn',
      caption:
        `Right: more bandwidth. Up: more gain of ${headline} over the best ${rivalsLabel}. The baseline and the ` +
        'first five others by rank are named.',
      spec: {
        ...frameOf(palette),
        title: { text: title, subtitle: `out of cache; ${targetsText(comparison)}` },
        width: plotWidthPx,
        height: 330,
        layer: [
          {
            data: { values },
            mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
            encoding: { x, y, color },
          },
          {
            data: { values: values.filter(({ machine }) => highlighted.includes(machine)) },
            mark: { type: 'text', align: 'left', dx: 7, dy: -6, fontSize: 10.5 },
            encoding: { x, y, color, text: { field: 'label' } },
          },
        ],
      },
    };
  },
};
