import type { ComparedMachine, Comparison, MachineLevel } from '../../compare/comparison.js';
import type { ComparedRatio } from '../../compare/ratio.js';

/** A machine at one level against the baseline. */
export interface ForestRow {
  readonly machine: ComparedMachine;
  readonly level: MachineLevel;
  readonly ratio: ComparedRatio;
}

/** More machines than these are shown at the level of the ranks alone. */
const mostInFull = 8;

/** What a forest plot shows: every machine but the baseline, the outermost level first. */
export function forestRows({ machines, rankedLevel }: Comparison): readonly ForestRow[] {
  const isInFull = machines.length <= mostInFull;
  return machines.flatMap((machine) =>
    machine.levels.toReversed().flatMap((level): readonly ForestRow[] => {
      const { overBaseline: ratio, region } = level;
      if (ratio === null || (!isInFull && region !== rankedLevel)) return [];
      return [{ machine, level, ratio }];
    }),
  );
}
