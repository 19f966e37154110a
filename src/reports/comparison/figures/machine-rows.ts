import type { Layout } from '../../figures/figure.js';

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
