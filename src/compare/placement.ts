import type { Target } from '../model/vocabulary.js';
import type { Study } from '../softmax/studies.js';
import { haveComparableInputs } from './comparability.js';
import type { ComparedMachine } from './comparison.js';
import type { RankedMachine } from './headline.js';
import { levelsOf, type LevelPoint } from './levels.js';
import { answerAt, machineFacts } from './machine-facts.js';
import { hardwareKey, type MachineRuns } from './machines.js';
import { compareLogs, hasInterval } from './ratio.js';
import type { Slot } from './series.js';
import { seriesAt, targetChooser } from './slots.js';
import type { View, ViewedMachine } from './views.js';

/** A machine before it is ranked. */
export interface PlacedMachine {
  readonly machine: Omit<ComparedMachine, 'rank' | 'isTied'>;
  /** By level; empty for a machine that cannot be ranked. */
  readonly points: readonly LevelPoint[];
  /** Of `hardwareKey`. */
  readonly hardware: string;
}

/** In which light machines are seen. */
interface PlacementContext {
  readonly machines: readonly MachineRuns[];
  readonly view: View;
  readonly study: Study;
  readonly slot: Slot | null;
}

/** Places machines, one of which is the baseline, at every level and against that baseline. */
export function placerWith(
  baseline: ViewedMachine,
  { machines, view, study, slot }: PlacementContext,
): (own: ViewedMachine) => PlacedMachine {
  const baselineName = baseline.machine.name;
  const targetsOf = targetChooser(machines, baselineName, slot, view.targets);
  const levelsOn = (own: ViewedMachine, target: Target | null): readonly LevelPoint[] => {
    const shipped = answerAt(own.machine, slot, target, study)?.shipped ?? null;
    const series = seriesAt(own.series, slot, target);
    return levelsOf(series, study, view, shipped?.implementation ?? null);
  };
  const baseTargets = new Set(machines.map(({ name }) => targetsOf(name).base));
  const baseLevels = new Map(
    [...baseTargets].map((target) => [target, levelsOn(baseline, target)]),
  );
  return (own) => {
    const isBaseline = own.machine.name === baselineName;
    const { own: target, base, isRanked } = targetsOf(own.machine.name);
    const isComparable = haveComparableInputs(own.machine, baseline.machine, target);
    const points = levelsOn(own, target);
    const baselines = isBaseline || !isComparable ? [] : (baseLevels.get(base) ?? []);
    const levels = points.map(({ mean, ...level }) => {
      const other = baselines.find(({ region }) => region === level.region);
      return { ...level, overBaseline: other === undefined ? null : compareLogs(mean, other.mean) };
    });
    const facts = machineFacts(own.machine, slot, target, study);
    return {
      machine: { ...facts, isBaseline, baselineTarget: base, levels },
      points: isRanked && isComparable ? points : [],
      hardware: hardwareKey(own.machine.runs[0]!),
    };
  };
}

/**
 * The machines at the outermost level of the baseline that another one has; empty without one. Those without an interval
 * are left out, unless that leaves less than two.
 */
export function outermostShared(placed: readonly PlacedMachine[]): readonly RankedMachine[] {
  const baseline = placed.find(({ machine }) => machine.isBaseline)!;
  for (const { region } of baseline.points.toReversed()) {
    const at = placed.flatMap(({ machine, points, hardware }): readonly RankedMachine[] => {
      const point = points.find((own) => own.region === region);
      return point === undefined ? [] : [{ machine, point, hardware }];
    });
    const known = at.filter(({ point }) => hasInterval(point.mean));
    if (at.length > 1) return known.length > 1 ? known : at;
  }
  return [];
}
