import { groupBy } from '../../model/group-by.js';
import { seriesName } from './algorithm-style.js';
import { spreadLabels, type LogAxis } from './end-labels.js';
import type { Layer, Layout } from './figure.js';

const labelGapPx = 13;

/** A point of a line over the size. */
export interface LinePoint {
  readonly elements: number;
  readonly implementation: string;
  readonly value: number;
}

/** The name of each line next to its last point; of lines that end below the axis none. */
export function lineEndLayer(
  points: readonly LinePoint[],
  axis: LogAxis,
  { plotWidthPx }: Layout,
  encoding: { readonly y: object; readonly color: object },
): Layer {
  const lasts = [...groupBy(points, ({ implementation }) => implementation).values()]
    .map((own) => own.reduce((last, point) => (point.elements > last.elements ? point : last)))
    .filter(({ value }) => value >= axis.low);
  const places = spreadLabels(
    lasts.map(({ value }) => value),
    axis,
    labelGapPx,
  );
  const values = lasts.map(({ implementation }, index) => ({
    value: places[index]!,
    implementation,
    label: seriesName(implementation),
  }));
  return {
    data: { values },
    mark: { type: 'text', align: 'left', x: plotWidthPx, dx: 9, fontSize: 11.5 },
    encoding: { ...encoding, text: { field: 'label' } },
  };
}
