import { cacheStates } from '../config/vocabulary.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import { haveSameInput } from './comparability.js';
import type { SharedCells } from './comparison.js';
import { twinFloor } from './floors.js';
import { bestTarget } from './match.js';
import { logPoint, type LogPoint } from './ratio.js';
import { metricFacts, seriesInView, type View } from './views.js';

/** A softmax cell of a machine on its widest target. */
export interface RankedCell {
  readonly point: LogPoint;
  readonly twinFloorRatio: number;
}

/** The cells that ranks are made from. */
export interface SharedSet {
  readonly facts: SharedCells;
  /** By machine, those that share something with the baseline only; the cells of all in the same order. */
  readonly cells: ReadonlyMap<CombinedMachine, readonly RankedCell[]>;
}

/** Where machines are looked at, beside their widest target: what the baseline has first and most others too. */
export interface Slot {
  readonly cacheState: CombinedSeries['cacheState'];
  readonly threadCount: number;
}

/** The cache state and thread count that most machines measured; null when none measured anything. */
export function commonSlot(machines: readonly CombinedMachine[]): Slot | null {
  const counts = new Map<string, { slot: Slot; count: number }>();
  for (const { series } of machines) {
    const own = new Map(
      [...series.values()].map(({ cacheState, threadCount }) => [
        `${cacheState}/${threadCount}`,
        { cacheState, threadCount },
      ]),
    );
    for (const [key, slot] of own) {
      counts.set(key, { slot, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  const [most] = [...counts.values()].sort(
    (a, b) =>
      b.count - a.count ||
      cacheStates.indexOf(a.slot.cacheState) - cacheStates.indexOf(b.slot.cacheState) ||
      a.slot.threadCount - b.slot.threadCount,
  );
  return most?.slot ?? null;
}

/** Of the series of a machine in that slot those on its widest target. */
export function slotSeries(
  series: readonly CombinedSeries[],
  slot: Slot,
): readonly CombinedSeries[] {
  const own = series.filter(
    ({ cacheState, threadCount }) =>
      cacheState === slot.cacheState && threadCount === slot.threadCount,
  );
  const target = bestTarget(own);
  return own.filter((candidate) => candidate.target === target);
}

/** The softmax cells that all machines share, of those that share any with the baseline. */
export function sharedCells(
  machines: readonly CombinedMachine[],
  baseline: CombinedMachine,
  slot: Slot | null,
  view: View,
): SharedSet {
  const cellsByMachine = new Map(
    machines
      .filter((machine) => haveSameInput(machine, baseline))
      .map((machine) => [
        machine,
        slot === null ? new Map<string, Cell>() : softmaxCells(machine, slot, view),
      ]),
  );
  const baselineKeys = [...(cellsByMachine.get(baseline)?.keys() ?? [])];
  const ranked = [...cellsByMachine].filter(([, cells]) =>
    baselineKeys.some((key) => cells.has(key)),
  );
  const keys = baselineKeys.filter((key) => ranked.every(([, cells]) => cells.has(key)));
  const { direction } = metricFacts[view.metric];
  const own = keys.map((key) => cellsByMachine.get(baseline)!.get(key)!);
  return {
    facts: {
      cacheState: slot?.cacheState ?? null,
      threadCount: slot?.threadCount ?? null,
      cellCount: keys.length,
      algorithms: [...new Set(own.map(({ name }) => name))],
      sizes: [...new Set(own.map(({ point }) => point.size))].sort((a, b) => a - b),
    },
    cells: new Map(
      ranked.map(([machine, cells]) => [
        machine,
        keys.map((key): RankedCell => {
          const { point, series } = cells.get(key)!;
          const twinFloorRatio = twinFloor(machine, series, point.region);
          return { point: logPoint(point, direction), twinFloorRatio };
        }),
      ]),
    ),
  };
}

interface Cell {
  readonly name: string;
  readonly series: CombinedSeries;
  readonly point: CombinedPoint;
}

function softmaxCells(machine: CombinedMachine, slot: Slot, view: View): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const series of slotSeries(seriesInView(machine, view), slot)) {
    if (series.kind !== 'softmax') continue;
    const name =
      series.over === null ? series.algorithm : `${series.algorithm} over ${series.over}`;
    for (const point of series.points) {
      cells.set(`${name}/${series.stores}/${point.size}`, { name, series, point });
    }
  }
  return cells;
}
