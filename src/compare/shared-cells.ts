import { cacheStates } from '../model/vocabulary.js';
import type { ClaimedPoint } from './claims.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import { haveSameInput } from './comparability.js';
import type { SharedCells } from './comparison.js';
import { twinFloors, type FloorAt } from './floors.js';
import { bestTarget } from './match.js';
import { logPoint } from './ratio.js';
import { subjectText } from './series.js';
import { metricFacts, seriesInView, type View } from './views.js';

/** The cells that ranks are made from. */
export interface SharedSet {
  readonly facts: SharedCells;
  /** By machine, those that share something with the baseline only; the cells of all in the same order. */
  readonly cells: ReadonlyMap<CombinedMachine, readonly ClaimedPoint[]>;
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
  const linesByMachine = new Map(
    machines
      .filter((machine) => haveSameInput(machine, baseline))
      .map((machine) => [machine, slot === null ? noLines : softmaxLines(machine, slot, view)]),
  );
  const own = linesByMachine.get(baseline) ?? noLines;
  const ranked = [...linesByMachine].filter(([, lines]) =>
    [...own].some(([key, { points }]) => {
      const others = lines.get(key)?.points;
      return others !== undefined && [...points.keys()].some((size) => others.has(size));
    }),
  );
  const shared = [...own].flatMap(([key, { name, points }]) => {
    const sizes = [...points.keys()].filter((size) =>
      ranked.every(([, lines]) => lines.get(key)?.points.has(size)),
    );
    return sizes.length === 0 ? [] : [{ key, name, sizes }];
  });
  const { direction } = metricFacts[view.metric];
  const sizes = shared.flatMap((line) => line.sizes);
  return {
    facts: {
      cacheState: slot?.cacheState ?? null,
      threadCount: slot?.threadCount ?? null,
      cellCount: sizes.length,
      algorithms: [...new Set(shared.map(({ name }) => name))],
      sizes: [...new Set(sizes)].sort((a, b) => a - b),
    },
    cells: new Map(
      ranked.map(([machine, lines]) => [
        machine,
        shared.flatMap((line): readonly ClaimedPoint[] => {
          const { points, floorAt } = lines.get(line.key)!;
          return line.sizes.map((size) => {
            const point = points.get(size)!;
            return {
              point: logPoint(point, direction),
              twinFloorRatio: floorAt(point.region),
            };
          });
        }),
      ]),
    ),
  };
}

/** The softmax points of a machine that rank it, of one algorithm. */
interface Line {
  readonly name: string;
  readonly points: ReadonlyMap<number, CombinedPoint>;
  readonly floorAt: FloorAt;
}

const noLines: ReadonlyMap<string, Line> = new Map();

/** By algorithm and stores. */
function softmaxLines(machine: CombinedMachine, slot: Slot, view: View): ReadonlyMap<string, Line> {
  const softmax = slotSeries(seriesInView(machine, view), slot).filter(
    ({ kind }) => kind === 'softmax',
  );
  return new Map(
    softmax.map((series) => {
      const name = subjectText(series);
      const points = new Map(series.points.map((point) => [point.size, point]));
      return [`${name}/${series.stores}`, { name, points, floorAt: twinFloors(machine, series) }];
    }),
  );
}
