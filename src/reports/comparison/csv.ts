import type { CellComparison, ComparedMachine, Comparison } from '../../compare/comparison.js';
import { csvText, snakeCase } from '../formats/render-csv.js';
import { gigabytesPerSecond } from '../formats/cell-columns.js';
import type { Columns } from '../formats/table.js';
import { regionsOf } from './texts.js';

/** The cells of two machines, or the ranking of more. */
export function renderComparisonCsv(comparison: Comparison): string {
  const [pair, ...others] = comparison.pairs;
  if (pair !== undefined && others.length === 0) {
    const { machine, baseline, cells } = pair;
    return rowsText(
      {
        machine: () => machine,
        baseline: () => baseline,
        ...viewColumns(comparison),
        ...cellColumns,
      },
      cells,
    );
  }
  return rowsText(
    { ...machineColumns, ...viewColumns(comparison), ...bestColumns(comparison) },
    comparison.machines,
  );
}

/** What the values and the speeds are, the same in every row. */
function viewColumns({ metric, by, unit }: Comparison): Columns<unknown> {
  return { metric: () => metric, by: () => by, unit: () => unit };
}

const cellColumns: Columns<CellComparison> = {
  target: ({ target }) => target,
  cacheState: ({ cacheState }) => cacheState,
  threadCount: ({ threadCount }) => threadCount,
  algorithm: ({ algorithm }) => algorithm,
  kind: ({ kind }) => kind,
  size: ({ size }) => size,
  region: ({ region }) => region,
  isTransition: ({ isTransition }) => isTransition,
  value: ({ value }) => value,
  baselineValue: ({ baselineValue }) => baselineValue,
  ratio: ({ ratio }) => ratio,
  ratioLow: ({ interval }) => interval?.low ?? null,
  ratioHigh: ({ interval }) => interval?.high ?? null,
  floorRatio: ({ floorRatio }) => floorRatio,
  verdict: ({ verdict }) => verdict,
};

const machineColumns: Columns<ComparedMachine> = {
  rank: ({ rank }) => rank,
  isTied: ({ isTied }) => isTied,
  machine: ({ name }) => name,
  isBaseline: ({ isBaseline }) => isBaseline,
  cpuModel: ({ cpuModel }) => cpuModel,
  build: ({ build }) => build,
  runCount: ({ runCount }) => runCount,
  target: ({ target }) => target,
  cacheState: ({ cacheState }) => cacheState,
  threadCount: ({ threadCount }) => threadCount,
  lastLevelBytes: ({ lastLevelBytes }) => lastLevelBytes,
  speedRatio: ({ overBaseline }) => overBaseline?.ratio ?? null,
  speedRatioLow: ({ overBaseline }) => overBaseline?.interval?.low ?? null,
  speedRatioHigh: ({ overBaseline }) => overBaseline?.interval?.high ?? null,
  bordaShare: ({ bordaShare }) => bordaShare,
  copyGbPerS: ({ copyBytesPerSecond }) => gigabytesPerSecond(copyBytesPerSecond),
  readGbPerS: ({ readBytesPerSecond }) => gigabytesPerSecond(readBytesPerSecond),
  twoPassGainRatio: ({ twoPassGain }) => twoPassGain?.ratio ?? null,
  twoPassGainOver: ({ twoPassGain }) => twoPassGain?.over ?? null,
  skeletonFraction: ({ skeletonFraction }) => skeletonFraction,
};

/** The fastest softmax of each region: `best_memory_ns_per_element`. */
function bestColumns(comparison: Comparison): Columns<ComparedMachine> {
  return Object.fromEntries(
    regionsOf(comparison).map((region) => [
      `best_${region.toLowerCase().replace('-', '_')}_ns_per_element`,
      ({ best }: ComparedMachine) =>
        best.find((own) => own.region === region)?.nsPerElement ?? null,
    ]),
  );
}

function rowsText<Source>(columns: Columns<Source>, sources: readonly Source[]): string {
  const fields = Object.values(columns);
  return csvText([
    Object.keys(columns).map(snakeCase),
    ...sources.map((source) => fields.map((field) => field(source))),
  ]);
}
