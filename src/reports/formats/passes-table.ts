import { analyzePasses } from '../../analysis/passes/pass-analysis.js';
import type { PassAnalysis } from '../../analysis/passes/pass-schema.js';
import { callElementsOf } from '../../model/threading.js';
import { cellColumns, gigabytesPerSecond, type CellSource } from './cell-columns.js';
import { timeValue } from './digits.js';
import { defineTable } from './table.js';

interface PassSource extends CellSource {
  readonly pass: PassAnalysis;
}

/** One row for each sampled pass of a measured cell. */
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
    medianNs: ({ pass }) => timeValue(pass.medianNs),
    madNs: ({ pass }) => timeValue(pass.madNs),
    ci95LowNs: ({ pass }) => timeValue(pass.ci95Ns?.low ?? null),
    ci95HighNs: ({ pass }) => timeValue(pass.ci95Ns?.high ?? null),
    nsPerElement: ({ cell, pass }) => timeValue(pass.medianNs / callElementsOf(cell)),
    passGbPerS: ({ pass }) => gigabytesPerSecond(pass.passBytesPerSecond),
    busGbPerS: ({ pass }) => gigabytesPerSecond(pass.busBytesPerSecond),
  },
  (result) => {
    const outcomes = new Map(result.document.outcomes.map((outcome) => [outcome.cell.id, outcome]));
    return result.analysis.cells.flatMap((cell) => {
      const outcome = outcomes.get(cell.id);
      const passes = outcome?.status === 'measured' ? analyzePasses(outcome) : null;
      return (passes ?? []).map((pass) => ({ ...result, cell, pass }));
    });
  },
);
