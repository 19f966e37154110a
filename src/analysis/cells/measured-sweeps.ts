import {
  agreeIn,
  axisKey,
  compareByAxes,
  sweepAxes,
  sweepOf,
  type Sweep,
} from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import type { MeasuredOutcome } from '../../model/outcome.js';
import { byProblem, type Problem } from '../../model/problem.js';

/** By the id of the implementation, A/A controls included. */
export type MeasuredByImplementation = ReadonlyMap<string, MeasuredOutcome>;

/** Measured cells that differ in the implementation alone. */
export interface MeasuredGroup {
  readonly problem: Problem;
  readonly measured: MeasuredByImplementation;
}

/** The measured cells of a sweep. */
export interface MeasuredSweep extends Sweep {
  /** By ascending problem; never empty. */
  readonly groups: readonly MeasuredGroup[];
}

/** The outcomes by sweep, in the order of the axes: the fastest target first. */
export function measuredSweeps(outcomes: readonly MeasuredOutcome[]): readonly MeasuredSweep[] {
  const bySweep = groupBy(outcomes, ({ cell }) => axisKey(cell, sweepAxes));
  return [...bySweep.values()]
    .map((own) => ({ ...sweepOf(own[0]!.cell), groups: groupsOf(own) }))
    .sort((a, b) => compareByAxes(a, b, sweepAxes));
}

/** The group of that problem; undefined where nothing was measured, and for no problem. */
export function groupAt(
  { groups }: MeasuredSweep,
  problem: Problem | null,
): MeasuredGroup | undefined {
  return problem === null
    ? undefined
    : groups.find((group) => agreeIn(group, { problem }, ['problem']));
}

function groupsOf(outcomes: readonly MeasuredOutcome[]): readonly MeasuredGroup[] {
  return byProblem(outcomes, ({ cell }) => cell.problem).map((own) => ({
    problem: own[0]!.cell.problem,
    measured: new Map(own.map((outcome) => [outcome.cell.implementation, outcome])),
  }));
}
