import type { TextColumn } from './text-table.js';

/** A table of texts, under a heading and a line that says what its numbers are. */
export interface ContentTable {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly TextColumn[];
  /** One text a column. */
  readonly rows: readonly (readonly string[])[];
}
