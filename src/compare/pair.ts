import type { CombinedMachine, CombinedPoint } from './combine.js';
import { conditionConcerns } from './comparability.js';
import type { CellComparison, Concern, PairComparison, RegionComparison } from './comparison.js';
import { twinFloor } from './floors.js';
import { matchSeries, type MatchedSeries } from './match.js';
import { compareLogs, logPoint, meanPoint, type ComparedRatio, type LogPoint } from './ratio.js';
import { metricFacts, type View } from './views.js';

/** The row that stands for all of them. */
export const allSoftmax = 'all softmax';

const mostDifferentCount = 10;

/** One cell of both sides. */
interface MatchedCell {
  readonly cell: CellComparison;
  readonly point: LogPoint;
  readonly base: LogPoint;
}

/** One machine against the baseline. @param keepsCells whether `cells` are to hold all of them. */
export function comparePair(
  machine: CombinedMachine,
  baseline: CombinedMachine,
  view: View,
  keepsCells: boolean,
): PairComparison {
  const { matched, concerns } = matchSeries(machine, baseline, view);
  const cells = matched.flatMap((pair) => matchedCells(pair, machine, baseline, view));
  const softmax = cells.filter(({ cell }) => cell.kind === 'softmax');
  return {
    machine: machine.name,
    baseline: baseline.name,
    concerns: [...conditionConcerns(machine, baseline), ...concerns, ...regionConcern(cells, view)],
    regions: regionRows(softmax, () => allSoftmax),
    rows: regionRows(cells, ({ cell }) => cell.algorithm),
    mostDifferent: cells
      .map(({ cell }) => cell)
      .filter(({ verdict }) => verdict === 'faster' || verdict === 'slower')
      .sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))
      .slice(0, mostDifferentCount),
    cells: keepsCells ? cells.map(({ cell }) => cell) : [],
    cellCount: cells.length,
  };
}

function matchedCells(
  { series, base }: MatchedSeries,
  machine: CombinedMachine,
  baseline: CombinedMachine,
  { metric }: View,
): readonly MatchedCell[] {
  const { direction } = metricFacts[metric];
  const baseBySize = new Map(base.points.map((point) => [point.size, point]));
  const floorAt = (point: CombinedPoint, basePoint: CombinedPoint): number =>
    Math.max(twinFloor(machine, series, point.region), twinFloor(baseline, base, basePoint.region));
  return series.points.flatMap((own) => {
    const basePoint = baseBySize.get(own.size);
    if (basePoint === undefined) return [];
    const point = logPoint(own, direction);
    const basis = logPoint(basePoint, direction);
    const { ratio, interval, floorRatio, verdict } = compareLogs(
      point,
      basis,
      floorAt(own, basePoint),
    );
    const cell: CellComparison = {
      target: both(series.target, base.target),
      cacheState: series.cacheState,
      threadCount: series.threadCount,
      algorithm:
        series.over === null ? series.algorithm : `${series.algorithm} over ${series.over}`,
      kind: series.kind,
      region: both(own.region, basePoint.region),
      size: own.size,
      isTransition: own.isTransition || basePoint.isTransition,
      value: own.value,
      baselineValue: basePoint.value,
      // One by one: V8 takes ten times as long to spread into an object of this size.
      ratio,
      interval,
      floorRatio,
      verdict,
    };
    return [{ cell, point, base: basis }];
  });
}

function both(own: string, base: string): string {
  return own === base ? own : `${own} : ${base}`;
}

/**
 * The order of first appearance: by algorithm, then by size.
 * @param algorithmOf what a cell's row is called.
 */
function regionRows(
  cells: readonly MatchedCell[],
  algorithmOf: (own: MatchedCell) => string,
): readonly RegionComparison[] {
  const byRow = new Map<string, MatchedCell[]>();
  for (const own of cells) {
    const { target, cacheState, threadCount, region } = own.cell;
    const key = `${target}/${cacheState}/${threadCount}/${algorithmOf(own)}/${region}`;
    const known = byRow.get(key);
    if (known === undefined) byRow.set(key, [own]);
    else known.push(own);
  }
  return [...byRow.values()].map((own): RegionComparison => {
    const clear = own.filter(({ cell }) => !cell.isTransition);
    const used = clear.length > 0 ? clear : own;
    const { target, cacheState, threadCount, region } = own[0]!.cell;
    return {
      target,
      cacheState,
      threadCount,
      algorithm: algorithmOf(own[0]!),
      region,
      cellCount: used.length,
      ...meanRatio(used),
    };
  });
}

function meanRatio(cells: readonly MatchedCell[]): ComparedRatio {
  return compareLogs(
    meanPoint(cells.map(({ point }) => point)),
    meanPoint(cells.map(({ base }) => base)),
    Math.max(...cells.map(({ cell }) => cell.floorRatio)),
  );
}

/** Named, since a ratio between a cache and memory says as much about sizes as about speeds. */
function regionConcern(cells: readonly MatchedCell[], { by }: View): readonly Concern[] {
  const count = cells.filter(({ cell }) => cell.region.includes(' : ')).length;
  if (count === 0 || by === 'llc-relative') return [];
  const explanation =
    `${count} of ${cells.length} cells lie in another cache level on the two, as their caches were found to differ: ` +
    'such rows name both; --by llc-relative compares at the same share of the last-level cache.';
  return [{ aspect: 'regions', severity: 'warning', explanation }];
}
