import type { Target } from '../model/vocabulary.js';
import type { Study } from '../softmax/studies.js';
import { haveComparableInputs } from './comparability.js';
import { allThreadsSlot } from './all-threads.js';
import type { AllThreads, ComparedMachine, MachineLevel } from './comparison.js';
import type { RankedMachine } from './headline.js';
import { levelsOf, type LevelPoint } from './levels.js';
import { answerAt, machineFacts, type MachineFacts } from './machine-facts.js';
import { hardwareKey, type MachineRuns } from './machines.js';
import { compareLogs, hasInterval } from './ratio.js';
import type { Slot } from './series.js';
import { seriesAt, targetChooser } from './slots.js';
import type { View, ViewedMachine } from './views.js';

/** A machine before it is ranked. */
export interface PlacedMachine {
  readonly machine: Omit<ComparedMachine, 'rank' | 'isTied' | 'allThreads'>;
  /** By level; empty for a machine that cannot be ranked. */
  readonly points: readonly LevelPoint[];
  /** The same with all its threads; null where one alone was measured. */
  readonly allThreads: {
    readonly facts: Omit<AllThreads, 'rank' | 'isTied'>;
    readonly points: readonly LevelPoint[];
  } | null;
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
  const levelsOn = (own: ViewedMachine, at: Slot | null, target: Target | null) => {
    const shipped = answerAt(own.machine, at, target, study)?.shipped ?? null;
    const series = seriesAt(own.series, at, target);
    return levelsOf(series, study, view, shipped?.implementation ?? null);
  };
  const allOf = (own: ViewedMachine, target: Target | null): Slot | null =>
    allThreadsSlot(own.series, slot, target);
  const baseTargets = new Set(machines.map(({ name }) => targetsOf(name).base));
  const baseLevels = new Map(
    [...baseTargets].map((target) => [
      target,
      {
        one: levelsOn(baseline, slot, target),
        all: levelsOn(baseline, allOf(baseline, target), target),
      },
    ]),
  );
  return (own) => {
    const isBaseline = own.machine.name === baselineName;
    const { own: target, base, isRanked } = targetsOf(own.machine.name);
    const isComparable = haveComparableInputs(own.machine, baseline.machine, target);
    const points = levelsOn(own, slot, target);
    const baselines = isBaseline || !isComparable ? undefined : baseLevels.get(base);
    const allSlot = allOf(own, target);
    const allPoints = levelsOn(own, allSlot, target);
    const isPlaced = isRanked && isComparable;
    return {
      // Not spreads here and below: see "Object.assign" in CONTRIBUTING.
      machine: Object.assign(machineFacts(own.machine, slot, target, study), {
        isBaseline,
        baselineTarget: base,
        levels: overBaselines(points, baselines?.one ?? []),
      }),
      points: isPlaced ? points : [],
      allThreads: allSlot && {
        facts: Object.assign(
          factsOfAll(machineFacts(own.machine, allSlot, target, study), allSlot),
          { levels: overBaselines(allPoints, baselines?.all ?? []) },
        ),
        points: isPlaced ? allPoints : [],
      },
      hardware: hardwareKey(own.machine.runs[0]!),
    };
  };
}

function overBaselines(
  points: readonly LevelPoint[],
  baselines: readonly LevelPoint[],
): readonly MachineLevel[] {
  return points.map(({ region, isOutOfCache, implementation, value, sizeCount, mean }) => {
    const other = baselines.find((own) => own.region === region);
    const overBaseline = other === undefined ? null : compareLogs(mean, other.mean);
    return { region, isOutOfCache, implementation, value, sizeCount, overBaseline };
  });
}

function factsOfAll(
  { copyBytesPerSecond, readBytesPerSecond, headlineGain }: MachineFacts,
  { threadCount, placement }: Slot,
): Omit<AllThreads, 'rank' | 'isTied' | 'levels'> {
  return { threadCount, placement, copyBytesPerSecond, readBytesPerSecond, headlineGain };
}

/**
 * The machines at the outermost level of the baseline that another one has; empty without one. Those without an interval
 * are left out, unless that leaves less than two.
 */
export function outermostShared(
  placed: readonly Pick<PlacedMachine, 'machine' | 'points' | 'hardware'>[],
): readonly RankedMachine[] {
  const baseline = placed.find(({ machine }) => machine.isBaseline);
  if (baseline === undefined) return [];
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
