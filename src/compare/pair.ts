import { groupBy } from '../model/group-by.js';
import { conditionConcerns } from './comparability.js';
import type { CellComparison, PairComparison, RegionComparison } from './comparison.js';
import { rounded } from './levels.js';
import { both, matcherWith, measuredKey, type Match, type MatchedSeries } from './match.js';
import { stateConcern } from './machine-state.js';
import { compareLogs, isBetter, meanPoint } from './ratio.js';
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

/** What a pair has besides what limits its comparison. */
interface PairDetails {
  /** By implementation and region. */
  readonly keepsRows: boolean;
  readonly keepsCells: boolean;
}

/** Compares machines with that baseline, cell by cell. */
export function comparerWith(
  baseline: ViewedMachine,
  view: View,
  { keepsRows, keepsCells }: PairDetails,
): (machine: ViewedMachine) => PairComparison {
  const match = matcherWith(baseline, view);
  // Most machines of a fleet measured the same, so that the same could not be matched.
  const knownConcerns = new Map<string, Match['concerns']>();
  const unmatched = (machine: ViewedMachine): Match['concerns'] => {
    const key = measuredKey(machine, view);
    const known = knownConcerns.get(key) ?? match(machine).concerns;
    knownConcerns.set(key, known);
    return known;
  };
  return (machine) => {
    const { matched, concerns } = keepsRows
      ? match(machine)
      : { matched: [], concerns: unmatched(machine) };
    const cells = matched.flatMap(cellsOf);
    const rows = regionRows(cells);
    return {
      machine: machine.machine.name,
      baseline: baseline.machine.name,
      concerns: [
        ...conditionConcerns(machine.machine, baseline.machine),
        ...stateConcern(machine.machine, baseline.machine, rows),
        ...concerns,
      ],
      rows,
      mostDifferent: mostDifferent(cells).map(cellComparison),
      cells: keepsCells ? cells.map(cellComparison) : [],
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
      value: rounded(value),
      baselineValue: rounded(base.point.value),
    },
    compareLogs(own.log, base.log),
  );
}

/** The order of first appearance: by implementation, then by size. */
function regionRows(cells: readonly MatchedCell[]): readonly RegionComparison[] {
  const keys = new Map(
    [...new Set(cells.map(({ match }) => match))].map((match) => [
      match,
      Object.values(match.slot).join(' '),
    ]),
  );
  const rows = groupBy(cells, ({ match, region }) => `${keys.get(match)!} ${region}`);
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
      match.slot,
      { region, cellCount: used.length },
      compareLogs(ownMean, baseMean),
    );
  });
}
