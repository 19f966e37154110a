import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import { conditionConcerns } from './comparability.js';
import type { CellComparison, Concern, PairComparison, RegionComparison } from './comparison.js';
import { twinFloors } from './floors.js';
import { basisOf, matchSeries, type MatchedSeries } from './match.js';
import {
  compareLogs,
  isBetter,
  logPoint,
  meanPoint,
  type ComparedRatio,
  type LogPoint,
} from './ratio.js';
import { subjectText } from './series.js';
import { metricFacts, type View } from './views.js';

/** The row that stands for all of them. */
export const allSoftmax = 'all softmax';

const mostDifferentCount = 10;

/** A point of the baseline, on which every machine that has it is measured. */
interface BasePoint {
  readonly point: CombinedPoint;
  readonly log: LogPoint;
}

/** One cell of both sides. */
interface MatchedCell extends MatchedSeries {
  readonly own: CombinedPoint;
  readonly ownLog: LogPoint;
  readonly basePoint: CombinedPoint;
  readonly baseLog: LogPoint;
  readonly floorRatio: number;
  readonly region: string;
  readonly isTransition: boolean;
}

/**
 * Compares machines with the baseline, one by one.
 * @param keepsCells whether `cells` are to hold all of them.
 */
export function pairComparer(
  baseline: CombinedMachine,
  view: View,
  keepsCells: boolean,
): (machine: CombinedMachine) => PairComparison {
  const { direction } = metricFacts[view.metric];
  const basis = basisOf(baseline, view);
  const pointsOfBase = new Map(
    basis.series.map((series) => [
      series,
      new Map(
        series.points.map((point): [number, BasePoint] => [
          point.size,
          { point, log: logPoint(point, direction) },
        ]),
      ),
    ]),
  );
  const floorsOfBase = new Map(
    basis.series.map((series) => [series, twinFloors(baseline, series)]),
  );
  const cellsOf = (machine: CombinedMachine, pair: MatchedSeries): readonly MatchedCell[] => {
    const { series, base } = pair;
    const basePoints = pointsOfBase.get(base)!;
    const floorAt = twinFloors(machine, series);
    const baseFloorAt = floorsOfBase.get(base)!;
    return series.points.flatMap((own): readonly MatchedCell[] => {
      const known = basePoints.get(own.size);
      if (known === undefined) return [];
      const { point: basePoint, log: baseLog } = known;
      const ownLog = logPoint(own, direction);
      return [
        {
          series,
          base,
          own,
          ownLog,
          basePoint,
          baseLog,
          floorRatio: Math.max(floorAt(own.region), baseFloorAt(basePoint.region)),
          region: both(own.region, basePoint.region),
          isTransition: own.isTransition || basePoint.isTransition,
        },
      ];
    });
  };
  return (machine) => {
    const { matched, concerns } = matchSeries(machine, basis);
    const cells = matched.flatMap((pair) => cellsOf(machine, pair));
    const softmax = cells.filter(({ series }) => series.kind === 'softmax');
    return {
      machine: machine.name,
      baseline: baseline.name,
      concerns: [
        ...conditionConcerns(machine, baseline),
        ...concerns,
        ...regionConcern(cells, view),
      ],
      regions: regionRows(softmax, () => allSoftmax),
      rows: regionRows(cells, subjectText),
      mostDifferent: mostDifferent(cells).map(cellComparison),
      cells: keepsCells ? cells.map(cellComparison) : [],
      cellCount: cells.length,
    };
  };
}

/** Those that are surely different, the largest difference first. */
function mostDifferent(cells: readonly MatchedCell[]): readonly MatchedCell[] {
  const difference = ({ ownLog, baseLog }: MatchedCell): number =>
    Math.abs(ownLog.log - baseLog.log);
  return cells
    .filter(
      ({ ownLog, baseLog, floorRatio }) =>
        isBetter(ownLog, baseLog, floorRatio) || isBetter(baseLog, ownLog, floorRatio),
    )
    .sort((a, b) => difference(b) - difference(a))
    .slice(0, mostDifferentCount);
}

function cellComparison(cell: MatchedCell): CellComparison {
  const { series, base, own, ownLog, basePoint, baseLog, floorRatio, region, isTransition } = cell;
  return {
    target: both(series.target, base.target),
    cacheState: series.cacheState,
    threadCount: series.threadCount,
    algorithm: subjectText(series),
    kind: series.kind,
    region,
    size: own.size,
    isTransition,
    value: own.value,
    baselineValue: basePoint.value,
    ...compareLogs(ownLog, baseLog, floorRatio),
  };
}

function both(own: string, base: string): string {
  return own === base ? own : `${own} : ${base}`;
}

/**
 * The order of first appearance: by algorithm, then by size.
 * @param algorithmOf what the row of a series is called.
 */
function regionRows(
  cells: readonly MatchedCell[],
  algorithmOf: (series: CombinedSeries) => string,
): readonly RegionComparison[] {
  const byRow = new Map<string, MatchedCell[]>();
  let last: MatchedCell | undefined;
  let row: MatchedCell[] = [];
  for (const cell of cells) {
    // Neighbours nearly always share a row, and the texts of a key take longer than all the rest.
    if (cell.series !== last?.series || cell.base !== last.base || cell.region !== last.region) {
      const { cacheState, threadCount } = cell.series;
      const target = both(cell.series.target, cell.base.target);
      const key = `${target}/${cacheState}/${threadCount}/${algorithmOf(cell.series)}/${cell.region}`;
      row = byRow.get(key) ?? [];
      byRow.set(key, row);
      last = cell;
    }
    row.push(cell);
  }
  return [...byRow.values()].map((own): RegionComparison => {
    const clear = own.filter(({ isTransition }) => !isTransition);
    const used = clear.length > 0 ? clear : own;
    const { series, base, region } = own[0]!;
    return {
      target: both(series.target, base.target),
      cacheState: series.cacheState,
      threadCount: series.threadCount,
      algorithm: algorithmOf(series),
      region,
      cellCount: used.length,
      ...meanRatio(used),
    };
  });
}

function meanRatio(cells: readonly MatchedCell[]): ComparedRatio {
  return compareLogs(
    meanPoint(cells.map(({ ownLog }) => ownLog)),
    meanPoint(cells.map(({ baseLog }) => baseLog)),
    Math.max(...cells.map(({ floorRatio }) => floorRatio)),
  );
}

/** Named, since a ratio between a cache and memory says as much about sizes as about speeds. */
function regionConcern(cells: readonly MatchedCell[], { by }: View): readonly Concern[] {
  const count = cells.filter(({ region }) => region.includes(' : ')).length;
  if (count === 0 || by === 'llc-relative') return [];
  const explanation =
    `${count} of ${cells.length} cells lie in another cache level on the two, as their caches were found to differ: ` +
    'such rows name both; --by llc-relative compares at the same share of the last-level cache.';
  return [{ aspect: 'regions', severity: 'warning', explanation }];
}
