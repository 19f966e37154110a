import type { Layer, Layout } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';

/** Room for the name of each machine in a figure with a row for each. */
export function rowRoomOf({ isNarrow, plotWidthPx }: Layout): {
  readonly labelColumns: number;
  readonly widthPx: number;
} {
  return isNarrow
    ? { labelColumns: 15, widthPx: plotWidthPx - 66 }
    : { labelColumns: 30, widthPx: plotWidthPx };
}

/** A row of such a figure. */
interface MachineRow {
  /** Unlike that of any other row. */
  readonly row: string;
  /** May be that of several: long names are cut. */
  readonly label: string;
}

/** The channel of the rows, in their order. */
export function rowChannel(values: readonly MachineRow[]) {
  const labels = Object.fromEntries(values.map(({ row, label }) => [row, label]));
  return {
    field: 'row',
    type: 'nominal' as const,
    // Not `sort`: of a list it makes an expression that nests once a machine, too deep for a thousand.
    scale: { domain: Object.keys(labels) },
    title: null,
    axis: { labelExpr: `${JSON.stringify(labels)}[datum.label]` },
  };
}

/** A row with a ratio; without the ends of its interval from too few rounds or processes. */
export interface RatioRow extends MachineRow {
  readonly machine: string;
  readonly ratio: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly tooltip: object;
}

/** A line at 1, and the interval of each row. */
export function intervalLayers(
  values: readonly RatioRow[],
  { x, ...others }: { readonly x: object; readonly y: object; readonly color: object },
  palette: Palette,
): readonly Layer[] {
  return [
    {
      data: { values: [{ ratio: 1 }] },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 1.4 },
      encoding: { x },
    },
    {
      data: { values: values.filter(({ low }) => low !== null) },
      mark: { type: 'rule', strokeWidth: 1.6 },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, ...others },
    },
  ];
}
