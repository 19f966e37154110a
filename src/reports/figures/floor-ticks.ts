import { formatSignificant } from '../../units.js';
import { floorSeries } from './algorithm-style.js';
import type { Layer } from './figure.js';
import type { Palette } from './palette.js';

/** The read + copy floor of a shape, in ns per element. */
export interface ShapeFloor {
  /** As the axis of shapes names it. */
  readonly shape: string;
  readonly ns: number;
  /** `floorSeries`, or that of NT stores. */
  readonly series: string;
}

const heightPx = 18;

/** Upright and dashed as the lines of NT stores, in a box from -1 to 1. */
const dashedPath = 'M0,-1V-0.4M0,-0.3V0.3M0,0.4V1';

/** An upright line at the floor of each shape, dashed for NT stores. The encodings read `ns` and `shape`. */
export function floorTicks(
  floors: readonly ShapeFloor[],
  x: object,
  y: object,
  palette: Palette,
): readonly Layer[] {
  const values = floors.map(({ shape, ns, series }) => {
    return { shape, ns, series, tooltip: { shape, [series]: `${formatSignificant(ns)} ns` } };
  });
  const tooltip = { signal: 'datum.tooltip' };
  return [
    {
      data: { values: values.filter(({ series }) => series === floorSeries) },
      mark: { type: 'tick', color: palette.ink, thickness: 2, size: heightPx, tooltip },
      encoding: { x, y },
    },
    {
      data: { values: values.filter(({ series }) => series !== floorSeries) },
      mark: {
        type: 'point',
        shape: dashedPath,
        size: heightPx ** 2,
        color: palette.ink,
        strokeWidth: 2,
        filled: false,
        tooltip,
      },
      encoding: { x, y },
    },
  ];
}
