import { agreeIn, axisKey, compareByAxes, pickAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { formatProblem } from '../model/problem.js';
import { targets, type OperationId, type Target } from '../model/vocabulary.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import { haveSameInput } from './comparability.js';
import type { SharedCells } from './comparison.js';
import { logPoint, type Direction, type LogPoint } from './ratio.js';
import { slotAxes, subjectText, type Slot } from './series.js';
import type { ViewedMachine } from './views.js';

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
export function slotSeries(
  series: readonly CombinedSeries[],
  slot: Slot,
): readonly CombinedSeries[] {
  const own = series.filter((candidate) => agreeIn(candidate, slot, slotAxes));
  const target = fastestTarget(own);
  return own.filter((candidate) => candidate.target === target);
}

/** The first of `targets` that anything was measured on; null without series. */
export function fastestTarget(series: readonly CombinedSeries[]): Target | null {
  return targets.find((target) => series.some((own) => own.target === target)) ?? null;
}

/** Distinguishes the sizes of a series. */
export function sizeKey({ problem, size }: CombinedPoint): string {
  return problem === null ? String(size) : formatProblem(problem);
}

/** Where machines are ranked. */
export interface RankedBy {
  readonly operation: OperationId;
  readonly slot: Slot | null;
  readonly direction: Direction;
}

/** The cells of the operation that all machines share, of those that share any with the baseline. */
export function sharedCells(
  viewed: readonly ViewedMachine[],
  baseline: CombinedMachine,
  { operation, slot, direction }: RankedBy,
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
    [...own].some(([key, { points }]) => {
      const others = lines.get(key)?.points;
      return others !== undefined && [...points.keys()].some((size) => others.has(size));
    }),
  );
  const shared = [...own].flatMap(([key, { series, points }]) => {
    const sizes = [...points.keys()].filter((size) =>
      ranked.every(([, lines]) => lines.get(key)?.points.has(size)),
    );
    return sizes.length === 0 ? [] : [{ key, name: subjectText(series), points, sizes }];
  });
  const sizes = shared.flatMap((line) => line.sizes.map((size) => line.points.get(size)!.size));
  return {
    facts: {
      slot,
      cellCount: sizes.length,
      implementations: [...new Set(shared.map(({ name }) => name))],
      sizes: [...new Set(sizes)].sort((a, b) => a - b),
    },
    cells: new Map(
      ranked.map(([machine, lines]) => [
        machine,
        shared.flatMap((line) => {
          const { series, points } = lines.get(line.key)!;
          return line.sizes.map((size) => logPoint(series, points.get(size)!, direction));
        }),
      ]),
    ),
  };
}

/** A series, and its points by `sizeKey`. */
interface Line {
  readonly series: CombinedSeries;
  readonly points: ReadonlyMap<string, CombinedPoint>;
}

const noLines: ReadonlyMap<string, Line> = new Map();

/** By implementation and stores. */
function linesOf(
  series: readonly CombinedSeries[],
  operation: OperationId,
): ReadonlyMap<string, Line> {
  return new Map(
    series
      .filter((own) => own.operation === operation)
      .map((own) => [
        `${subjectText(own)}/${own.stores}`,
        { series: own, points: new Map(own.points.map((point) => [sizeKey(point), point])) },
      ]),
  );
}
