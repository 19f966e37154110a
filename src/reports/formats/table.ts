import type { Analysis } from '../../analysis/analysis.js';
import type { CellFacts } from '../../analysis/cells/cell-schema.js';
import type { ResultDocument } from '../../model/result.js';

/** The formats in which a table is written; of these parquet is no text. */
export const tableFormats = ['csv', 'json', 'jsonl', 'parquet'] as const;
export type TextTableFormat = Exclude<(typeof tableFormats)[number], 'parquet'>;

/** What a field holds; null is an empty field of CSV. */
export type FieldValue = string | number | boolean | null;

/** What tables show of an analysis: `analyze` gives it for a study, `analyzeCells` for all operations. */
interface AnalyzedCells extends Pick<Analysis, 'run' | 'machine'> {
  readonly cells: readonly CellFacts[];
}

/** A result with what was derived from it. */
export interface AnalyzedResult {
  readonly document: ResultDocument;
  readonly analysis: AnalyzedCells;
}

/** A tidy table: one observation a row. Rows of several results go under one another. */
export interface Table<Result = AnalyzedResult> {
  readonly id: string;
  /** In camelCase, ending in their unit: the keys of JSON. CSV has them in snake_case. */
  readonly columns: readonly string[];
  /** One value a column. */
  readonly rowsOf: (result: Result) => Iterable<readonly FieldValue[]>;
}

/** What a table is made of, one after the other: only one is in memory. */
export type Results<Result> = Iterable<Result> | AsyncIterable<Result>;

/** How each column is read from what a row is about; the columns keep this order. */
export type Columns<Source> = Readonly<Record<string, (source: Source) => FieldValue>>;

/** A table whose rows are made from `sourcesOf` a result. */
export function defineTable<Source, Result = AnalyzedResult>(
  id: string,
  columns: Columns<Source>,
  sourcesOf: (result: Result) => Iterable<Source>,
): Table<Result> {
  const fields = Object.values(columns);
  return {
    id,
    columns: Object.keys(columns),
    *rowsOf(result) {
      for (const source of sourcesOf(result)) yield fields.map((fieldOf) => fieldOf(source));
    },
  };
}

/** The rows of one result as JSON objects, keyed by the columns, one text a row. */
export function* jsonRows<Result>(table: Table<Result>, result: Result): Generator<string> {
  for (const row of table.rowsOf(result)) {
    yield JSON.stringify(Object.fromEntries(table.columns.map((column, i) => [column, row[i]])));
  }
}
