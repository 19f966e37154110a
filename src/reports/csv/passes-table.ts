import type { PassAnalysis } from '../../analysis/analysis.js';
import { cellColumns, gigabytesPerSecond, type CellSource } from './cell-columns.js';
import { defineTable } from './table.js';

interface PassSource extends CellSource {
  readonly pass: PassAnalysis;
}

/** One row a pass of a measured cell, as far as passes were sampled. */
export const passesTable = defineTable<PassSource>(
  'passes',
  {
    ...cellColumns,
    passIndex: ({ pass }) => pass.index,
    pass: ({ pass }) => pass.pass,
    store: ({ pass }) => (pass.writes.length === 0 ? null : pass.store),
    reads: ({ pass }) => pass.reads.join(' '),
    writes: ({ pass }) => pass.writes.join(' '),
    sampleCount: ({ pass }) => pass.sampleCount,
    medianNs: ({ pass }) => pass.medianNs,
    madNs: ({ pass }) => pass.madNs,
    ci95LowNs: ({ pass }) => pass.ci95Ns?.low ?? null,
    ci95HighNs: ({ pass }) => pass.ci95Ns?.high ?? null,
    nsPerElement: ({ cell, pass }) => pass.medianNs / cell.elementCount,
    passGbPerS: ({ pass }) => gigabytesPerSecond(pass.passBytesPerSecond),
    busGbPerS: ({ pass }) => gigabytesPerSecond(pass.busBytesPerSecond),
  },
  ({ analysis }) =>
    analysis.cells.flatMap((cell) => (cell.passes ?? []).map((pass) => ({ analysis, cell, pass }))),
);
