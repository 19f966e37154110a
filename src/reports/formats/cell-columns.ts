import type { CellFacts } from '../../analysis/cells/cell-schema.js';
import { axes, axisColumns } from '../../model/axes.js';
import type { AnalyzedCells, Columns } from './table.js';

/** A cell of a run. */
export interface CellSource {
  readonly analysis: AnalyzedCells;
  readonly cell: CellFacts;
}

const axisFields: Columns<CellSource> = Object.fromEntries(
  Object.entries(axisColumns(axes.map(({ name }) => name))).map(([column, valueOf]) => [
    column,
    ({ cell }: CellSource) => valueOf(cell),
  ]),
);

/** The columns that say which cell of which run a row is about, the same in every table. */
export const cellColumns: Columns<CellSource> = {
  runId: ({ analysis }) => analysis.run.runId,
  cpuModel: ({ analysis }) => analysis.machine.cpuModel,
  ...axisFields,
  workingSetBytes: ({ cell }) => cell.workingSetBytes,
  region: ({ cell }) => cell.region,
};

/** 10^9 bytes a second. */
export function gigabytesPerSecond(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : bytesPerSecond / 1e9;
}
