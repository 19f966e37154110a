import type { CellsAnalysis } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import type { DocumentPart } from '../../storage/parse-json.js';

/** The formats in which a table is written. */
export const tableFormats = ['csv', 'json'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** What a field holds; null is an empty field of CSV. */
export type FieldValue = string | number | boolean | null;

/** A result with what was derived from it. */
export interface AnalyzedResult {
  readonly document: ResultDocument;
  readonly analysis: CellsAnalysis;
}

/** A tidy table: one observation a row. Rows of several results go under one another. */
export interface Table {
  readonly id: string;
  /** In camelCase, ending in their unit: the keys of JSON. CSV has them in snake_case. */
  readonly columns: readonly string[];
  /** What of a document has no part in it. */
  readonly without: readonly DocumentPart[];
  /** One value a column; computed as they are asked for, as a result may have 100,000 samples. */
  readonly rowsOf: (result: AnalyzedResult) => Iterable<readonly FieldValue[]>;
}

/** How each column is read from what a row is about; the columns keep this order. */
export type Columns<Source> = Readonly<Record<string, (source: Source) => FieldValue>>;

/** A table whose rows are made from `sourcesOf` a result. */
export function defineTable<Source>(
  id: string,
  columns: Columns<Source>,
  sourcesOf: (result: AnalyzedResult) => Iterable<Source>,
  without: readonly DocumentPart[] = [],
): Table {
  const fields = Object.values(columns);
  return {
    id,
    columns: Object.keys(columns),
    without,
    *rowsOf(result) {
      for (const source of sourcesOf(result)) yield fields.map((field) => field(source));
    },
  };
}
