import { agreeIn, axisKey, compareByAxes, pickAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { targets, type Target } from '../model/vocabulary.js';
import type { MachineRuns } from './machines.js';
import { slotAxes, type SeriesHead, type Slot } from './series.js';
import type { TargetChoice } from './views.js';

/** The slot that most machines measured; null when none measured anything. */
export function commonSlot(machines: readonly MachineRuns[]): Slot | null {
  const slots = machines.flatMap(({ runs }) => {
    const own = groupBy(runs.flatMap(measuredSweeps), (sweep) => axisKey(sweep, slotAxes));
    return [...own.values()].map(([sweep]): Slot => pickAxes(sweep!, slotAxes));
  });
  const byKey = groupBy(slots, (slot) => axisKey(slot, slotAxes));
  const [most] = [...byKey.values()].sort(
    (a, b) => b.length - a.length || compareByAxes(a[0]!, b[0]!, slotAxes),
  );
  return most?.[0] ?? null;
}

function measuredSweeps({ sweeps }: MachineRuns['runs'][number]) {
  return sweeps.filter(({ layout }) => layout.series.length > 0);
}

/** The first of `targets` that anything was measured on; null without series. */
export function fastestTarget(series: readonly Pick<SeriesHead, 'target'>[]): Target | null {
  return targets.find((target) => series.some((own) => own.target === target)) ?? null;
}

/** On which targets a machine and the baseline are compared; null for a side without one. */
export interface TargetPair {
  readonly own: Target | null;
  readonly base: Target | null;
  /** Whether a rank is possible: all ranked machines have the same target, or each its fastest. */
  readonly isRanked: boolean;
}

/**
 * Chooses the targets on which machines are compared with the baseline in that slot. `same`: all on the target that
 * most of them measured, of those of the baseline; a machine without it on the fastest that it shares with the
 * baseline, else on its own, which is then not compared. `best`: each on its fastest.
 */
export function targetChooser(
  machines: readonly MachineRuns[],
  baselineName: string,
  slot: Slot | null,
  choice: TargetChoice,
): (name: string) => TargetPair {
  const measured = new Map(machines.map((machine) => [machine.name, targetsIn(machine, slot)]));
  const base = measured.get(baselineName)!;
  if (choice === 'best') {
    return (name) => ({
      own: measured.get(name)![0] ?? null,
      base: base[0] ?? null,
      isRanked: true,
    });
  }
  const countOf = (target: Target): number =>
    [...measured.values()].filter((own) => own.includes(target)).length;
  const [common] = base.toSorted((a, b) => countOf(b) - countOf(a));
  return (name) => {
    const own = measured.get(name)!;
    if (common !== undefined && own.includes(common)) {
      return { own: common, base: common, isRanked: true };
    }
    const shared = own.find((target) => base.includes(target)) ?? null;
    return { own: shared ?? own[0] ?? null, base: shared, isRanked: false };
  };
}

/** The fastest first. */
function targetsIn({ runs }: MachineRuns, slot: Slot | null): readonly Target[] {
  if (slot === null) return [];
  const own = runs.flatMap(measuredSweeps).filter((sweep) => agreeIn(sweep, slot, slotAxes));
  return targets.filter((target) => own.some((sweep) => sweep.target === target));
}

/** Of the series those in that slot on that target. */
export function seriesAt<Series extends SeriesHead>(
  series: readonly Series[],
  slot: Slot | null,
  target: Target | null,
): readonly Series[] {
  if (slot === null || target === null) return [];
  return series.filter((own) => own.target === target && agreeIn(own, slot, slotAxes));
}
