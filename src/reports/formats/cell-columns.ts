import type { CellFacts } from '../../analysis/analysis.js';
import type { CellsAnalysis } from '../../analysis/analyze.js';
import type { Columns } from './table.js';

/** A cell of a run. */
export interface CellSource {
  readonly analysis: CellsAnalysis;
  readonly cell: CellFacts;
}

/** The columns that tell which cell of which run a row is about, the same in every table. */
export const cellColumns: Columns<CellSource> = {
  runId: ({ analysis }) => analysis.run.runId,
  cpuModel: ({ analysis }) => analysis.machine.cpuModel,
  algorithm: ({ cell }) => cell.algorithm,
  target: ({ cell }) => cell.target,
  threadCount: ({ cell }) => cell.threadCount,
  cacheState: ({ cell }) => cell.cacheState,
  elementCount: ({ cell }) => cell.elementCount,
  footprintBytes: ({ cell }) => cell.footprintBytes,
  region: ({ cell }) => cell.region,
};

/** 10^9 bytes a second. */
export function gigabytesPerSecond(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : bytesPerSecond / 1e9;
}
