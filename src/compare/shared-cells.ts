import { agreeIn, axisKey, compareByAxes, pickAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { targets, type OperationId, type Target } from '../model/vocabulary.js';
import type { CombinedMachine } from './combine.js';
import { haveSameInput } from './comparability.js';
import type { SharedCells } from './comparison.js';
import type { LogPoint } from './ratio.js';
import { slotAxes, subjectText, type SeriesHead, type Slot } from './series.js';
import type { ViewedMachine, ViewedSeries } from './views.js';

/** The cells that ranks are made from. */
export interface SharedSet {
  readonly facts: SharedCells;
  /** Of the machines that share something with the baseline; the cells of all in the same order. */
  readonly cells: ReadonlyMap<CombinedMachine, readonly LogPoint[]>;
}

/** The slot that most machines measured; null when none measured anything. */
export function commonSlot(machines: readonly CombinedMachine[]): Slot | null {
  const slots = machines.flatMap(({ series }) => [
    ...groupBy(
      series.map((own): Slot => pickAxes(own, slotAxes)),
      (slot) => axisKey(slot, slotAxes),
    ).values(),
  ]);
  const byKey = groupBy(
    slots.map(([slot]) => slot!),
    (slot) => axisKey(slot, slotAxes),
  );
  const [most] = [...byKey.values()].sort(
    (a, b) => b.length - a.length || compareByAxes(a[0]!, b[0]!, slotAxes),
  );
  return most?.[0] ?? null;
}

/** Of the series of a machine in that slot those on its fastest target. */
export function slotSeries<Series extends SeriesHead>(
  series: readonly Series[],
  slot: Slot,
): readonly Series[] {
  const own = series.filter((candidate) => agreeIn(candidate, slot, slotAxes));
  const target = fastestTarget(own);
  return own.filter((candidate) => candidate.target === target);
}

/** The first of `targets` that anything was measured on; null without series. */
export function fastestTarget(series: readonly SeriesHead[]): Target | null {
  return targets.find((target) => series.some((own) => own.target === target)) ?? null;
}

/** The cells of the operation that all machines share, of those that share any with the baseline. */
export function sharedCells(
  viewed: readonly ViewedMachine[],
  baseline: CombinedMachine,
  operation: OperationId,
  slot: Slot | null,
): SharedSet {
  const linesByMachine = new Map(
    viewed
      .filter(({ machine }) => haveSameInput(machine, baseline))
      .map(({ machine, series }) => [
        machine,
        slot === null ? noLines : linesOf(slotSeries(series, slot), operation),
      ]),
  );
  const own = linesByMachine.get(baseline) ?? noLines;
  const ranked = [...linesByMachine].filter(([, lines]) =>
    [...own].some(([line, { points }]) => {
      const others = lines.get(line)?.points;
      return others !== undefined && [...points.keys()].some((key) => others.has(key));
    }),
  );
  const shared = [...own].flatMap(([line, series]) => {
    const keys = [...series.points.keys()].filter((key) =>
      ranked.every(([, lines]) => lines.get(line)?.points.has(key)),
    );
    return keys.length === 0 ? [] : [{ line, series, keys }];
  });
  const sizes = shared.flatMap(({ series, keys }) =>
    keys.map((key) => series.points.get(key)!.point.at.size),
  );
  return {
    facts: {
      slot,
      cellCount: sizes.length,
      implementations: [...new Set(shared.map(({ series }) => subjectText(series)))],
      sizes: [...new Set(sizes)].sort((a, b) => a - b),
    },
    cells: new Map(
      ranked.map(([machine, lines]) => [
        machine,
        shared.flatMap(({ line, keys }) => {
          const { points } = lines.get(line)!;
          return keys.map((key) => points.get(key)!.log);
        }),
      ]),
    ),
  };
}

type Lines = ReadonlyMap<string, ViewedSeries>;

const noLines: Lines = new Map();

/** The series of an operation by implementation and stores. */
function linesOf(series: readonly ViewedSeries[], operation: OperationId): Lines {
  const own = series.filter((candidate) => candidate.operation === operation);
  return new Map(own.map((line) => [`${subjectText(line)}/${line.stores}`, line]));
}
