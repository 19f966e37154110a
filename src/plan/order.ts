import { axisKey, type AxisName } from '../model/axes.js';
import type { Cell } from '../model/cell.js';
import { groupBy } from '../model/group-by.js';
import { byProblem } from '../model/problem.js';
import { createRandom } from '../statistics/random.js';
import { comparedForGain } from './headline.js';

/**
 * What cells have in common that a round visits in immediate succession, whatever their implementation,
 * target, threads and pages: all of these are compared with each other.
 */
const adjacentAxes = ['problem', 'cacheState'] as const satisfies readonly AxisName[];

/** Cells that share their rounds, as in a randomized block design. */
export interface Block {
  /** In the order of the plan; never empty. */
  readonly cells: readonly Cell[];
  readonly part: BlockPart;
}

/** What a block is for: the gain of the headline and its limit, its memory-only versions, or the rest of the sweep. */
export type BlockPart = 'gain' | 'evidence' | 'sweep';

/**
 * The blocks of a run by priority: those of the headline; the same by the most threads; then the problems from both ends
 * of the size axis inwards, as the smallest and the largest say most about the rest, in each the cache states in the
 * order of the plan; last what is measured at a problem of the headline besides, which costs most and decides least.
 */
export function blocksOf(
  cells: readonly Cell[],
  headline: ReadonlySet<Cell>,
  mostThreads: ReadonlySet<Cell>,
): readonly Block[] {
  const isRest = (cell: Cell): boolean => !headline.has(cell) && !mostThreads.has(cell);
  const rest = [...groupBy(cells.filter(isRest), blockKeyOf).values()];
  const headlinePlaces = new Set([...headline, ...mostThreads].map(adjacencyOf));
  const isBesideHeadline = ([cell]: readonly Cell[]): boolean =>
    headlinePlaces.has(adjacencyOf(cell!));
  const others = [
    cells.filter((cell) => mostThreads.has(cell)),
    ...ofProblemsInwards(rest.filter((own) => !isBesideHeadline(own))),
    ...rest.filter(isBesideHeadline),
  ];
  const ofHeadline = cells.filter((cell) => headline.has(cell));
  const isOfGain = comparedForGain(ofHeadline);
  const blocks: readonly Block[] = [
    { cells: ofHeadline.filter(isOfGain), part: 'gain' },
    { cells: ofHeadline.filter((cell) => !isOfGain(cell)), part: 'evidence' },
    ...others.map((own) => ({ cells: own, part: 'sweep' as const })),
  ];
  return blocks.filter((block) => block.cells.length > 0);
}

function ofProblemsInwards(blocks: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const ascending = byProblem(blocks, ([cell]) => cell!.problem);
  const rankOf = (index: number): number => Math.min(2 * index, 2 * (ascending.length - index) - 1);
  return ascending
    .map((own, index) => ({ own, rank: rankOf(index) }))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ own }) => own);
}

/** Cells of different thread counts share no rounds: each count takes its time, and may be left to the budget. */
function blockKeyOf(cell: Cell): string {
  return axisKey(cell, [...adjacentAxes, 'threadCount', 'placement', 'scaling']);
}

function adjacencyOf(cell: Cell): string {
  return axisKey(cell, adjacentAxes);
}

/**
 * The items in the order in which a round measures them: shuffled (Fisher and Yates), anew for each
 * round, always the same for the same seed and round. The input is left as it is.
 * @param round counted from 0.
 */
export function roundOrder<Item>(items: readonly Item[], seed: number, round: number): Item[] {
  // Stream 0 is what the input is made with.
  const random = createRandom(seed, round + 1);
  const order: Item[] = [];
  for (const [index, item] of items.entries()) {
    const chosen = Math.floor(random() * (index + 1));
    order.push(item);
    // The item that was at the chosen index moves to the end.
    order[index] = order[chosen]!;
    order[chosen] = item;
  }
  return order;
}

/**
 * The cells in the order in which a round visits them: problems and cache states shuffled, and the cells of each.
 * What slows the machine for some seconds thus slows both sides of a ratio.
 * @param round counted from 0.
 */
export function visitOrder(cells: readonly Cell[], seed: number, round: number): readonly Cell[] {
  return [...groupBy(roundOrder(cells, seed, round), adjacencyOf).values()].flat();
}
