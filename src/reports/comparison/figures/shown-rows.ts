/** How many rows a figure of many machines shows: of more nobody reads each. */
const [mostFirst, mostLast] = [40, 20];

/** The rows that a figure shows, and a sentence on those that it does not. */
export interface ShownRows<Row> {
  readonly rows: readonly Row[];
  /** Empty where all are shown. */
  readonly note: string;
}

/** @param rows in the order of the machines: the best and the worst are those to look at. */
export function shownRows<Row>(rows: readonly Row[]): ShownRows<Row> {
  if (rows.length <= mostFirst + mostLast) return { rows, note: '' };
  return {
    rows: [...rows.slice(0, mostFirst), ...rows.slice(-mostLast)],
    note: ` Shown: the first ${mostFirst} and the last ${mostLast} of ${rows.length} rows by rank. The table has all.`,
  };
}
