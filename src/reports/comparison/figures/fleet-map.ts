import { compareRegions } from '../../../model/region.js';
import type { FleetFigure, FleetMachine } from '../../../compare/fleet.js';
import { empty } from '../../figures/figure.js';
import { frameOf, titleOf } from '../../figures/theme.js';
import { shortened } from '../comparison-texts.js';
import { fleetFigureText, slowerText } from '../fleet-tables.js';
import type { ComparisonFigure } from './comparison-figure.js';
import { rowChannel, rowRoomOf } from './machine-rows.js';

const title = 'Machines against the median of their CPU';
const rowPx = 15;

/** More rows nobody reads; the slowest are the ones to look at. */
const mostRows = 60;

/** Slower or faster by this share is the full colour. */
const fullColour = 0.2;

/** A heat map: machines by level, softmax and copy. */
export const fleetMap: ComparisonFigure = {
  id: 'fleet-map',
  title,
  draw: ({ comparison }, palette, layout) => {
    const machines = comparison.fleet?.machines ?? [];
    if (machines.length === 0) return empty('No five machines have the same CPU.');
    const { labelColumns, widthPx } = rowRoomOf(layout);
    const shown = machines.slice(0, mostRows);
    const values = shown.flatMap((own) => valuesOf(own, labelColumns));
    const figures = figuresOf(shown);
    const size =
      shown.length === machines.length ? '' : ` of ${machines.length}, the slowest first`;
    return {
      status: 'drawn',
      caption:
        `Orange: slower than the median machine with the same CPU, blue: faster; full colour at ${fullColour * 100}%. ` +
        `A row in orange in its DRAM columns alone points to the memory, in its caches to the clock.`,
      spec: {
        ...frameOf(palette),
        ...titleOf(title, `${shown.length} machines${size}`, layout),
        width: widthPx,
        height: shown.length * rowPx,
        data: { values },
        mark: { type: 'rect', tooltip: { signal: 'datum.tooltip' } },
        encoding: {
          x: {
            field: 'figure',
            type: 'nominal',
            scale: { domain: figures.map(fleetFigureText) },
            title: null,
            axis: layout.isNarrow
              ? { orient: 'top', labelAngle: -90 }
              : { orient: 'top', labelAngle: 0, labelExpr: "split(datum.label, ' ')" },
          },
          y: rowChannel(values),
          color: {
            field: 'side',
            type: 'nominal',
            legend: null,
            scale: { domain: ['slower', 'faster'], range: [palette.orange, palette.blue] },
          },
          opacity: {
            field: 'strength',
            type: 'quantitative',
            legend: null,
            scale: { domain: [0, 1], range: [0.04, 1] },
          },
        },
      },
    };
  },
};

function valuesOf({ machine, cpu, excesses, cause }: FleetMachine, labelColumns: number) {
  return excesses.map((own) => ({
    row: machine,
    label: shortened(machine, labelColumns),
    figure: fleetFigureText(own),
    side: own.slowerBy > 0 ? 'slower' : 'faster',
    strength: Math.min(1, Math.abs(own.slowerBy) / fullColour),
    tooltip: {
      machine,
      CPU: cpu,
      figure: fleetFigureText(own),
      'slower by': slowerText(own),
      ...(cause === null ? {} : { cause }),
    },
  }));
}

/** From the innermost cache to DRAM, softmax before copy. */
function figuresOf(machines: readonly FleetMachine[]): readonly FleetFigure[] {
  const byText = new Map(
    machines.flatMap(({ excesses }) => excesses.map((own) => [fleetFigureText(own), own] as const)),
  );
  return [...byText.values()].sort(
    (a, b) => compareRegions(a.region, b.region) || (a.subject === 'softmax' ? -1 : 1),
  );
}
