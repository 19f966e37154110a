import { externalsTable } from './externals-table.js';
import { passesTable } from './passes-table.js';
import { samplesTable } from './samples-table.js';
import { speedupsTable } from './speedups-table.js';
import { summaryTable } from './summary-table.js';
import type { Table } from './table.js';

/** Every table that can be exported; the first is the default. */
export const tables: readonly Table[] = [
  summaryTable,
  speedupsTable,
  passesTable,
  samplesTable,
  externalsTable,
];
