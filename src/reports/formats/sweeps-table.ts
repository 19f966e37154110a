import type { ReducedRun } from '../../compare/compared-run.js';
import { buildOf } from '../../compare/machines.js';
import { comparedRunText, comparedSweepTexts, sweepsTableId } from '../../compare/sweep-texts.js';
import { sweepFiguresOf, type SweepFigures } from '../../compare/sweep-figures.js';
import { axisColumns, sweepAxes, type Sweep } from '../../model/axes.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import { gigabytesPerSecond } from './cell-columns.js';
import { ratioValue, timeValue } from './digits.js';
import { defineTable, type Columns, type FieldValue } from './table.js';

const axisFields: Columns<SweepFigures> = Object.fromEntries(
  Object.entries(axisColumns(sweepAxes)).map(([column, valueOf]) => [
    column,
    ({ sweep }: { readonly sweep: Sweep }) => valueOf(sweep),
  ]),
);

/** The levels that nearly every CPU has. */
const regions = ['L1', 'L2', 'LLC', 'DRAM'] as const;

/** `l1NsPerElement`, `l1CopyGbPerS` and so on: the fastest implementation of the study, and copy. */
const levelFields: Columns<SweepFigures> = Object.fromEntries(
  regions.flatMap((region): [string, (figures: SweepFigures) => FieldValue][] => {
    const level = region.toLowerCase();
    return [
      [
        `${level}NsPerElement`,
        ({ levels }) => timeValue(levels.find((own) => own.region === region)?.value ?? null),
      ],
      [
        `${level}CopyGbPerS`,
        ({ facts }) => {
          const copy = facts.copyLevels.find((own) => own.region === region);
          return gigabytesPerSecond(copy?.bytesPerSecond ?? null);
        },
      ],
    ];
  }),
);

const columns: Columns<SweepFigures> = {
  runId: ({ run }) => run.run.runId,
  label: ({ run }) => run.run.label,
  cpuModel: ({ run }) => run.machine.cpuModel,
  machineId: ({ run }) => run.machine.anonymousId,
  architecture: ({ run }) => run.machine.architecture,
  logicalCpuCount: ({ run }) => run.machine.logicalCpuCount,
  memoryBytes: ({ run }) => run.machine.memoryBytes,
  hypervisor: ({ run }) => run.machine.hypervisor,
  operatingSystem: ({ run }) => run.machine.operatingSystem,
  toolVersion: ({ run }) => run.run.tool.version,
  build: ({ run }) => buildOf(run),
  startedAtUtc: ({ run }) => run.run.startedAtUtc,
  isComplete: ({ run }) => run.run.isComplete,
  ...axisFields,
  lastLevelBytes: ({ facts }) => facts.lastLevelBytes,
  study: ({ study }) => study.id,
  headline: ({ study }) => study.headline,
  ...levelFields,
  dramReadGbPerS: ({ facts }) => gigabytesPerSecond(facts.readBytesPerSecond),
  bestInDram: ({ levels }) =>
    levels.find(({ region }) => region === 'DRAM')?.implementation ?? null,
  headlineGain: ({ facts }) => ratioValue(facts.headlineGain?.ratio ?? null),
  headlineGainLow: ({ facts }) => ratioValue(facts.headlineGain?.interval?.low ?? null),
  headlineGainHigh: ({ facts }) => ratioValue(facts.headlineGain?.interval?.high ?? null),
  headlineGainOver: ({ facts }) => facts.headlineGain?.over ?? null,
  skeletonFraction: ({ facts }) => ratioValue(facts.skeletonFraction),
  breakEven: ({ facts }) => facts.breakEven?.kind ?? null,
  breakEvenLowElements: ({ facts }) => elementsOrNull(facts.breakEven?.lowProblem),
  breakEvenHighElements: ({ facts }) => elementsOrNull(facts.breakEven?.highProblem),
  dramAaNoiseRatio: ({ sweep }) =>
    ratioValue(sweep.floors.find(({ region }) => region === 'DRAM')?.floorRatio ?? null),
};

function elementsOrNull(problem: Problem | null | undefined): number | null {
  return problem == null ? null : elementsOf(problem);
}

/** One row for each sweep of a run: what a comparison shows of it. */
export const sweepsTable = defineTable<SweepFigures, ReducedRun>(
  sweepsTableId,
  columns,
  sweepFiguresOf,
);

/** A row as `compare` reads it back. */
interface StoredFigures extends SweepFigures {
  readonly texts: ReturnType<typeof comparedSweepTexts>;
}

/** The same with what `compare` reads back, in columns of JSON at the end. */
export const sweepsFileTable = defineTable<StoredFigures, ReducedRun>(
  sweepsTableId,
  {
    ...columns,
    comparedRun: ({ run }) => comparedRunText(run),
    comparedSweep: ({ texts }) => texts.facts,
    comparedLayout: ({ texts }) => texts.layout,
    comparedNumbers: ({ texts }) => texts.numbers,
  },
  (run) =>
    sweepFiguresOf(run).map((figures) => ({
      ...figures,
      texts: comparedSweepTexts(figures.sweep),
    })),
);
