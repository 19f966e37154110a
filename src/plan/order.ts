import { axisKey, type AxisName } from '../model/axes.js';
import type { Cell } from '../model/cell.js';
import { groupBy } from '../model/group-by.js';
import { createRandom } from '../statistics/random.js';

/**
 * What the cells of a block share. A round visits them in immediate succession, whatever their
 * implementation, target, threads and pages: all of these are compared with each other.
 */
const blockAxes = ['problem', 'cacheState'] as const satisfies readonly AxisName[];

/** Equal for cells of one block, as in a randomized block design. */
export function blockKeyOf(cell: Cell): string {
  return axisKey(cell, blockAxes);
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
 * The cells in the order in which a round visits them: blocks shuffled, and the cells within a block. What
 * slows the machine for some seconds thus slows both sides of a ratio.
 * @param round counted from 0.
 */
export function visitOrder(cells: readonly Cell[], seed: number, round: number): readonly Cell[] {
  return [...groupBy(roundOrder(cells, seed, round), blockKeyOf).values()].flat();
}
