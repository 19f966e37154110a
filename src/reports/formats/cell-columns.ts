import type { CellFacts } from '../../analysis/cells/cell-schema.js';
import { axes, axisColumns, type CellPoint } from '../../model/axes.js';
import type { InputSpec } from '../../model/run-config.js';
import { ratioValue } from './digits.js';
import type { AnalyzedResult, Columns } from './table.js';

/** What a row of a table about cells is about: a point on the axes and where its working set lies. */
interface PointFacts extends CellPoint, Pick<CellFacts, 'workingSetBytes' | 'region'> {}

/** A cell of a run. */
export interface CellSource<Cell extends PointFacts = CellFacts> extends AnalyzedResult {
  readonly cell: Cell;
}

const axisFields: Columns<{ readonly cell: CellPoint }> = Object.fromEntries(
  Object.entries(axisColumns(axes.map(({ name }) => name))).map(([column, valueOf]) => [
    column,
    ({ cell }: { readonly cell: CellPoint }) => valueOf(cell),
  ]),
);

/** The columns that say which cell of which run a row is about, the same in every table. */
export const cellColumns: Columns<CellSource<PointFacts>> = {
  runId: ({ analysis }) => analysis.run.runId,
  label: ({ document }) => document.label,
  cpuModel: ({ document }) => document.machine.cpuModel,
  machineId: ({ document }) => document.machine.anonymousId,
  toolVersion: ({ document }) => document.tool.version,
  startedAtUtc: ({ document }) => document.startedAtUtc,
  input: ({ document }) => inputField(document.plan.config.input),
  seed: ({ document }) => document.plan.config.seed,
  ...axisFields,
  workingSetBytes: ({ cell }) => cell.workingSetBytes,
  region: ({ cell }) => cell.region,
};

/** `normal mean=0 standardDeviation=4`. */
function inputField({ distribution, ...parameters }: InputSpec): string {
  const texts = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return [distribution, ...texts].join(' ');
}

/** 10^9 bytes a second. */
export function gigabytesPerSecond(bytesPerSecond: number | null): number | null {
  return ratioValue(bytesPerSecond === null ? null : bytesPerSecond / 1e9);
}
