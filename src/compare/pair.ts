import { axisKey, pickAxes } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import type { CombinedPoint, CombinedSeries } from './combine.js';
import { conditionConcerns } from './comparability.js';
import type {
  CellComparison,
  Concern,
  PairComparison,
  PairSlot,
  RegionComparison,
} from './comparison.js';
import { matchSeries, type MatchedSeries } from './match.js';
import {
  compareLogs,
  isBetter,
  logPoint,
  meanPoint,
  type Direction,
  type LogPoint,
} from './ratio.js';
import { isStudied, slotAxes, subjectText, type Subject } from './series.js';
import { sizeKey } from './shared-cells.js';
import { metricFacts, type View, type ViewedMachine } from './views.js';

const mostDifferentCount = 10;

/** One cell of both sides. */
interface MatchedCell {
  readonly match: MatchedSeries;
  readonly own: CombinedPoint;
  readonly ownLog: LogPoint;
  readonly basePoint: CombinedPoint;
  readonly baseLog: LogPoint;
  readonly region: string;
  readonly isTransition: boolean;
}

/**
 * A machine against the baseline.
 * @param keepsCells whether `cells` holds all of them; else it is empty.
 */
export function comparePair(
  machine: ViewedMachine,
  baseline: ViewedMachine,
  view: View,
  keepsCells: boolean,
): PairComparison {
  const { direction } = metricFacts[view.metric];
  const { matched, concerns } = matchSeries(machine, baseline, view);
  const cells = matched.flatMap((match) => cellsOf(match, direction));
  const studied = cells.filter(({ match }) => isStudied(match.series));
  return {
    machine: machine.machine.name,
    baseline: baseline.machine.name,
    concerns: [
      ...conditionConcerns(machine.machine, baseline.machine),
      ...concerns,
      ...regionConcern(cells, view),
    ],
    regions: regionRows(studied, ({ operation }) => ({
      operation,
      implementation: null,
      over: null,
    })),
    rows: regionRows(cells, subjectOf),
    mostDifferent: mostDifferent(cells).map(cellComparison),
    cells: keepsCells ? cells.map(cellComparison) : [],
    cellCount: cells.length,
  };
}

function cellsOf(match: MatchedSeries, direction: Direction): readonly MatchedCell[] {
  const { series, base } = match;
  const basePoints = new Map(base.points.map((point) => [sizeKey(point), point]));
  return series.points.flatMap((own): readonly MatchedCell[] => {
    const basePoint = basePoints.get(sizeKey(own));
    if (basePoint === undefined) return [];
    return [
      {
        match,
        own,
        ownLog: logPoint(series, own, direction),
        basePoint,
        baseLog: logPoint(base, basePoint, direction),
        region: both(own.region, basePoint.region),
        isTransition: own.isTransition || basePoint.isTransition,
      },
    ];
  });
}

/** Those that differ significantly, the largest difference first. */
function mostDifferent(cells: readonly MatchedCell[]): readonly MatchedCell[] {
  const difference = ({ ownLog, baseLog }: MatchedCell): number =>
    Math.abs(ownLog.log - baseLog.log);
  return cells
    .filter(({ ownLog, baseLog }) => isBetter(ownLog, baseLog) || isBetter(baseLog, ownLog))
    .sort((a, b) => difference(b) - difference(a))
    .slice(0, mostDifferentCount);
}

function cellComparison(cell: MatchedCell): CellComparison {
  const { match, own, ownLog, basePoint, baseLog, isTransition } = cell;
  return {
    ...slotOf(cell, subjectOf(match.series)),
    problem: own.problem,
    size: own.size,
    isTransition,
    value: own.value,
    baselineValue: basePoint.value,
    ...compareLogs(ownLog, baseLog),
  };
}

function subjectOf({ operation, implementation, over }: CombinedSeries): Subject {
  return { operation, implementation, over };
}

function slotOf({ match: { series, base }, region }: MatchedCell, subject: Subject): PairSlot {
  return {
    target: both(series.target, base.target),
    ...pickAxes(series, slotAxes),
    ...subject,
    region,
  };
}

function both(own: string, base: string): string {
  return own === base ? own : `${own} : ${base}`;
}

/**
 * The order of first appearance: by implementation, then by size.
 * @param rowOf what the row of a series is of.
 */
function regionRows(
  cells: readonly MatchedCell[],
  rowOf: (series: CombinedSeries) => Subject,
): readonly RegionComparison[] {
  const keys = new Map(
    [...new Set(cells.map(({ match }) => match))].map((match) => {
      const { series, base } = match;
      const slot = axisKey(series, slotAxes);
      const subject = subjectText(rowOf(series));
      return [match, `${both(series.target, base.target)} ${slot} ${subject}`];
    }),
  );
  const rows = groupBy(cells, ({ match, region }) => `${keys.get(match)!} ${region}`);
  return [...rows.values()].map((own): RegionComparison => {
    const clear = own.filter(({ isTransition }) => !isTransition);
    const used = clear.length > 0 ? clear : own;
    return {
      ...slotOf(own[0]!, rowOf(own[0]!.match.series)),
      cellCount: used.length,
      ...compareLogs(
        meanPoint(used.map(({ ownLog }) => ownLog)),
        meanPoint(used.map(({ baseLog }) => baseLog)),
      ),
    };
  });
}

/** A ratio between a cache and DRAM says as much about sizes as about speeds. */
function regionConcern(cells: readonly MatchedCell[], { by }: View): readonly Concern[] {
  const count = cells.filter(({ region }) => region.includes(' : ')).length;
  if (count === 0 || by === 'llc-relative') return [];
  const explanation =
    `${count} of ${cells.length} cells lie in different cache levels on the two machines; rows name both. ` +
    'Use --by llc-relative to compare at the same share of the LLC.';
  return [{ aspect: 'regions', severity: 'warning', explanation }];
}
