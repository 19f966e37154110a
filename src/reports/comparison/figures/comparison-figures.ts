import type { Comparison } from '../../../compare/comparison.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { forestFigure } from './forest-figure.js';
import { fleetMap } from './fleet-map.js';
import { headlineGainFigure } from './headline-gain-figure.js';
import { drawMachineLines } from './machine-lines.js';
import { machineMap } from './machine-map.js';

const timeTitle = 'Time per element of the headline by machine';
const bandwidthTitle = 'Bandwidth of copy by machine';
const coloured = 'Coloured: the baseline and the first five others by rank; grey: all others.';

/** After the forest plot, in the order in which reports show them. */
const comparisonFigures: readonly ComparisonFigure[] = [
  {
    id: 'time-by-machine',
    title: timeTitle,
    draw: (compared, palette, layout) => {
      const { headline } = compared.comparison.study;
      const lines = {
        title: `Time per element of ${headline} by machine`,
        implementation: headline,
        isBandwidth: false,
        caption: `Lower is faster. ${coloured}`,
      } as const;
      return drawMachineLines(lines, compared, palette, layout);
    },
  },
  {
    id: 'bandwidth-by-machine',
    title: bandwidthTitle,
    draw: (compared, palette, layout) => {
      const lines = {
        title: bandwidthTitle,
        implementation: 'copy',
        isBandwidth: true,
        caption: `Higher is faster: read + write bytes of copy with ordinary stores. ${coloured}`,
      } as const;
      return drawMachineLines(lines, compared, palette, layout);
    },
  },
  headlineGainFigure,
];

/** Fewer points show no relation. */
const leastMapped = 8;

/** The figures that say something of so many machines. */
export function figuresFor({
  machines,
  fleet,
}: Pick<Comparison, 'machines' | 'fleet'>): readonly ComparisonFigure[] {
  return [
    forestFigure,
    ...(fleet === null ? [] : [fleetMap]),
    ...comparisonFigures,
    ...(machines.length < leastMapped ? [] : [machineMap]),
  ];
}
