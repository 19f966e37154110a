import type {
  CellComparison,
  ComparedMachine,
  Comparison,
  MachineLevel,
} from '../../compare/comparison.js';
import { slotAxes } from '../../compare/series.js';
import { axisColumns, type AxisName, type CellPoint } from '../../model/axes.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import { gigabytesPerSecond } from '../formats/cell-columns.js';
import { ratioValue } from '../formats/digits.js';
import { csvText, snakeCase } from '../formats/render-csv.js';
import type { Columns } from '../formats/table.js';
import { regionsOf } from './comparison-texts.js';

/** The cells of two machines, or the ranking of more. */
export function renderComparisonCsv(comparison: Comparison): string {
  const [pair, ...others] = comparison.pairs;
  if (pair !== undefined && others.length === 0) {
    const { machine, baseline, cells } = pair;
    const sides: Columns<unknown> = { machine: () => machine, baseline: () => baseline };
    return rowsText({ ...sides, ...viewColumns(comparison), ...cellColumns }, cells);
  }
  return rowsText(
    {
      ...machineColumns,
      ...viewColumns(comparison),
      ...levelColumns(comparison),
      ...fleetColumns(comparison),
    },
    comparison.machines,
  );
}

/** What the values and the speeds are, the same in every row. */
function viewColumns({ metric, by, targets, unit, slot }: Comparison): Columns<unknown> {
  return {
    metric: () => metric,
    by: () => by,
    targets: () => targets,
    unit: () => unit,
    ...columnsOf(slotAxes, () => slot),
  };
}

/** The columns of the axes; empty where a source has no values on them. */
function columnsOf<Source, Name extends AxisName>(
  names: readonly Name[],
  pointOf: (source: Source) => Pick<CellPoint, Name> | null,
): Columns<Source> {
  return Object.fromEntries(
    Object.entries(axisColumns(names)).map(([column, valueOf]) => [
      column,
      (source: Source) => {
        const point = pointOf(source);
        return point === null ? null : valueOf(point);
      },
    ]),
  );
}

const cellColumns: Columns<CellComparison> = {
  operation: ({ operation }) => operation,
  implementation: ({ implementation }) => implementation,
  over: ({ over }) => over,
  target: ({ target }) => target,
  ...columnsOf(['problem'], ({ problem }: CellComparison) => problem && { problem }),
  ...columnsOf(slotAxes, (cell: CellComparison) => cell),
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
  baselineTarget: ({ baselineTarget }) => baselineTarget,
  toolVersion: ({ toolVersion }) => toolVersion,
  startedAtUtc: ({ startedAtUtc }) => startedAtUtc,
  lastLevelBytes: ({ lastLevelBytes }) => lastLevelBytes,
  breakEven: ({ breakEven }) => breakEven?.kind ?? null,
  breakEvenLowElements: ({ breakEven }) => elementsOrNull(breakEven?.lowProblem),
  breakEvenHighElements: ({ breakEven }) => elementsOrNull(breakEven?.highProblem),
  copyGbPerS: ({ copyBytesPerSecond }) => gigabytesPerSecond(copyBytesPerSecond),
  readGbPerS: ({ readBytesPerSecond }) => gigabytesPerSecond(readBytesPerSecond),
  headlineGainRatio: ({ headlineGain }) => headlineGain?.ratio ?? null,
  headlineGainOver: ({ headlineGain }) => headlineGain?.over ?? null,
  skeletonFraction: ({ skeletonFraction }) => skeletonFraction,
  allThreadCount: ({ allThreads }) => allThreads?.threadCount ?? null,
  allThreadsPlacement: ({ allThreads }) => allThreads?.placement ?? null,
  allThreadsRank: ({ allThreads }) => allThreads?.rank ?? null,
  allThreadsRegion: ({ allThreads }) => allThreads?.levels.at(-1)?.region ?? null,
  allThreadsValue: ({ allThreads }) => allThreads?.levels.at(-1)?.value ?? null,
  allThreadsRatio: ({ allThreads }) => allThreads?.levels.at(-1)?.overBaseline?.ratio ?? null,
  allThreadsReadGbPerS: ({ allThreads }) =>
    gigabytesPerSecond(allThreads?.readBytesPerSecond ?? null),
  allThreadsHeadlineGainRatio: ({ allThreads }) => allThreads?.headlineGain?.ratio ?? null,
};

function elementsOrNull(problem: Problem | null | undefined): number | null {
  return problem == null ? null : elementsOf(problem);
}

/** Five for each level: `dram_implementation`, `dram_value`, `dram_ratio`, `dram_ratio_low` and so on. */
function levelColumns(comparison: Comparison): Columns<ComparedMachine> {
  return Object.fromEntries(
    regionsOf(comparison).flatMap((region) => {
      const column = (
        name: string,
        fieldOf: (level: MachineLevel) => string | number | null,
      ): [string, (machine: ComparedMachine) => string | number | null] => [
        `${region.toLowerCase()}_${name}`,
        ({ levels }) => {
          const level = levels.find((own) => own.region === region);
          return level === undefined ? null : fieldOf(level);
        },
      ];
      return [
        column('implementation', ({ implementation }) => implementation),
        column('value', ({ value }) => value),
        column('ratio', ({ overBaseline }) => overBaseline?.ratio ?? null),
        column('ratio_low', ({ overBaseline }) => overBaseline?.interval?.low ?? null),
        column('ratio_high', ({ overBaseline }) => overBaseline?.interval?.high ?? null),
      ];
    }),
  );
}

/** Of a fleet alone: what a machine is slow in against the others with its CPU, as shares such as 0.1. */
function fleetColumns({ fleet }: Comparison): Columns<ComparedMachine> {
  if (fleet === null) return {};
  const byName = new Map(fleet.machines.map((own) => [own.machine, own]));
  const figures = new Set(
    fleet.cpus.flatMap(({ spreads }) =>
      spreads.map(({ region, subject }) => `${region.toLowerCase()}_${subject}`),
    ),
  );
  return {
    cause: ({ name }) => byName.get(name)?.cause ?? null,
    ...Object.fromEntries(
      [...figures].map((figure) => [
        `${figure}_slower_by`,
        ({ name }: ComparedMachine) =>
          ratioValue(
            byName
              .get(name)
              ?.excesses.find(
                ({ region, subject }) => `${region.toLowerCase()}_${subject}` === figure,
              )?.slowerBy ?? null,
          ),
      ]),
    ),
  };
}

function rowsText<Source>(columns: Columns<Source>, sources: readonly Source[]): string {
  const fields = Object.values(columns);
  return csvText([
    Object.keys(columns).map(snakeCase),
    ...sources.map((source) => fields.map((fieldOf) => fieldOf(source))),
  ]);
}
