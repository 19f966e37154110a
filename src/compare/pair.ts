import { groupBy } from '../model/group-by.js';
import { conditionConcerns } from './comparability.js';
import type { CellComparison, Concern, PairComparison, RegionComparison } from './comparison.js';
import { both, matcherWith, type MatchedSeries, type MatchedSlot } from './match.js';
import { compareLogs, isBetter, meanPoint } from './ratio.js';
import { isStudied } from './series.js';
import type { View, ViewedMachine, ViewedPoint } from './views.js';

const mostDifferentCount = 10;

/** One cell of both sides. */
interface MatchedCell {
  readonly match: MatchedSeries;
  readonly own: ViewedPoint;
  readonly base: ViewedPoint;
  readonly region: string;
  readonly isTransition: boolean;
}

/**
 * Compares machines with that baseline.
 * @param keepsCells whether `cells` holds all of them; else it is empty.
 */
export function comparerWith(
  baseline: ViewedMachine,
  view: View,
  keepsCells: boolean,
): (machine: ViewedMachine) => PairComparison {
  const match = matcherWith(baseline, view);
  return (machine) => {
    const { matched, concerns } = match(machine);
    const cells = matched.flatMap(cellsOf);
    const studied = cells.filter((cell) => isStudied(cell.match.series));
    return {
      machine: machine.machine.name,
      baseline: baseline.machine.name,
      concerns: [
        ...conditionConcerns(machine.machine, baseline.machine),
        ...concerns,
        ...regionConcern(cells, view),
      ],
      regions: regionRows(studied, ({ slot }) => ({ ...slot, implementation: null, over: null })),
      rows: regionRows(cells, ({ slot }) => slot),
      mostDifferent: mostDifferent(cells).map(cellComparison),
      cells: keepsCells ? cells.map(cellComparison) : [],
      cellCount: cells.length,
    };
  };
}

function cellsOf(match: MatchedSeries): readonly MatchedCell[] {
  const cells: MatchedCell[] = [];
  for (const [key, own] of match.series.points) {
    const base = match.base.points.get(key);
    if (base === undefined) continue;
    const [at, baseAt] = [own.point.at, base.point.at];
    const region = both(at.region, baseAt.region);
    const isTransition = at.isTransition || baseAt.isTransition;
    cells.push({ match, own, base, region, isTransition });
  }
  return cells;
}

/** Those that differ significantly, the largest difference first. */
function mostDifferent(cells: readonly MatchedCell[]): readonly MatchedCell[] {
  const difference = ({ own, base }: MatchedCell): number => Math.abs(own.log.log - base.log.log);
  return cells
    .filter(({ own, base }) => isBetter(own.log, base.log) || isBetter(base.log, own.log))
    .sort((a, b) => difference(b) - difference(a))
    .slice(0, mostDifferentCount);
}

function cellComparison(cell: MatchedCell): CellComparison {
  const { match, own, base, region, isTransition } = cell;
  const { at, value } = own.point;
  return Object.assign(
    {},
    match.slot,
    {
      region,
      problem: at.problem,
      size: at.size,
      isTransition,
      value,
      baselineValue: base.point.value,
    },
    compareLogs(own.log, base.log),
  );
}

/**
 * The order of first appearance: by implementation, then by size.
 * @param slotOf where the row of a series belongs.
 */
function regionRows(
  cells: readonly MatchedCell[],
  slotOf: (match: MatchedSeries) => MatchedSlot,
): readonly RegionComparison[] {
  const slots = new Map(
    [...new Set(cells.map(({ match }) => match))].map((match) => {
      const slot = slotOf(match);
      return [match, { slot, key: Object.values(slot).join(' ') }];
    }),
  );
  const rows = groupBy(cells, ({ match, region }) => `${slots.get(match)!.key} ${region}`);
  return [...rows.values()].map((own): RegionComparison => {
    const { match, region } = own[0]!;
    const clear = own.filter(({ isTransition }) => !isTransition);
    const used = clear.length > 0 ? clear : own;
    const [ownMean, baseMean] = [
      meanPoint(used.map((cell) => cell.own.log)),
      meanPoint(used.map((cell) => cell.base.log)),
    ];
    return Object.assign(
      {},
      slots.get(match)!.slot,
      { region, cellCount: used.length },
      compareLogs(ownMean, baseMean),
    );
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
