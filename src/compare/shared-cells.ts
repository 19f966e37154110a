import { axisKey, compareByAxes, pickAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { targets, type OperationId, type Target } from '../model/vocabulary.js';
import type { SharedCells } from './comparison.js';
import type { MachineRuns } from './machines.js';
import type { LogPoint } from './ratio.js';
import { slotAxes, subjectText, type SeriesHead, type Slot, type Subject } from './series.js';
import type { ViewedMachine } from './views.js';

/** The cells that ranks are made from. */
export interface SharedSet {
  readonly facts: SharedCells;
  /** By the names of the machines that share something with the baseline; the cells of all in the same order. */
  readonly points: ReadonlyMap<string, readonly LogPoint[]>;
}

/** The slot that most machines measured; null when none measured anything. */
export function commonSlot(machines: readonly MachineRuns[]): Slot | null {
  const slots = machines.flatMap(({ runs }) => {
    const sweeps = runs.flatMap((run) => run.sweeps.filter(({ series }) => series.length > 0));
    const own = groupBy(sweeps, (sweep) => axisKey(sweep, slotAxes));
    return [...own.values()].map(([sweep]): Slot => pickAxes(sweep!, slotAxes));
  });
  const byKey = groupBy(slots, (slot) => axisKey(slot, slotAxes));
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
  const key = axisKey(slot, slotAxes);
  const own = series.filter((candidate) => axisKey(candidate, slotAxes) === key);
  const target = fastestTarget(own);
  return own.filter((candidate) => candidate.target === target);
}

/** The first of `targets` that anything was measured on; null without series. */
export function fastestTarget(series: readonly SeriesHead[]): Target | null {
  return targets.find((target) => series.some((own) => own.target === target)) ?? null;
}

/** A cell of the baseline from which ranks may be made. */
export interface RankedCell extends Subject {
  readonly stores: string;
  /** Of `PlacedSize`. */
  readonly key: string;
  readonly size: number;
}

/** The cells of the operation that the baseline measured in the slot. */
export function rankedCells(
  { series }: ViewedMachine,
  operation: OperationId,
  slot: Slot | null,
): readonly RankedCell[] {
  if (slot === null) return [];
  return slotSeries(series, slot)
    .filter((own) => own.operation === operation)
    .flatMap(({ implementation, over, stores, points }) =>
      [...points].map(([key, { point }]): RankedCell => {
        return { operation, implementation, over, stores, key, size: point.at.size };
      }),
    );
}

/** The points of a machine in those cells, which are in the slot; undefined where it has none. */
export function pointsAt(
  cells: readonly RankedCell[],
  { series }: ViewedMachine,
  slot: Slot | null,
): readonly (LogPoint | undefined)[] {
  const own = slot === null ? [] : slotSeries(series, slot);
  const lines = new Map(own.map((line) => [lineKey(line), line.points]));
  return cells.map((cell) => lines.get(lineKey(cell))?.get(cell.key)?.log);
}

function lineKey(line: Subject & { readonly stores: string }): string {
  return `${line.operation} ${subjectText(line)}/${line.stores}`;
}

/**
 * The cells that all machines share, of those machines that share any with the baseline.
 * @param points by the name of the machine as of `pointsAt`.
 */
export function sharedCells(
  cells: readonly RankedCell[],
  points: ReadonlyMap<string, readonly (LogPoint | undefined)[]>,
  slot: Slot | null,
): SharedSet {
  const ranked = [...points].filter(([, own]) => own.some((point) => point !== undefined));
  const shared = [...cells.keys()].filter((cell) => ranked.every(([, own]) => own[cell]));
  return {
    facts: {
      slot,
      cellCount: shared.length,
      implementations: [...new Set(shared.map((cell) => subjectText(cells[cell]!)))],
      sizes: [...new Set(shared.map((cell) => cells[cell]!.size))].sort((a, b) => a - b),
    },
    points: new Map(ranked.map(([name, own]) => [name, shared.map((cell) => own[cell]!)])),
  };
}
