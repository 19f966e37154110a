import { formatSignificant } from '../../units.js';
import { floorSeries } from './algorithm-style.js';
import type { Layer } from './figure.js';
import type { Palette } from './palette.js';

/** The read + copy floor of a shape, in ns per element. */
export interface ShapeFloor {
  /** As the axis of shapes names it. */
  readonly shape: string;
  readonly ns: number;
}

/** An upright line at the floor of each shape. The encodings read `ns` and `shape`. */
export function floorTicks(
  floors: readonly ShapeFloor[],
  x: object,
  y: object,
  palette: Palette,
): Layer {
  const values = floors.map(({ shape, ns }) => ({
    shape,
    ns,
    series: floorSeries,
    tooltip: { shape, [floorSeries]: `${formatSignificant(ns)} ns` },
  }));
  return {
    data: { values },
    mark: {
      type: 'tick',
      color: palette.ink,
      thickness: 2,
      size: 18,
      tooltip: { signal: 'datum.tooltip' },
    },
    encoding: { x, y },
  };
}
