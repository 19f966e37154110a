import type { Cell } from '../model/cell.js';
import { comparedGroups } from './compared-groups.js';
import { createRandom } from '../statistics/random.js';

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
    const place = Math.floor(random() * (index + 1));
    order.push(item);
    // The item that was at the place moves to the end.
    order[index] = order[place]!;
    order[place] = item;
  }
  return order;
}

/**
 * The cells in the order in which a round visits them: sizes shuffled, and the algorithms within a size.
 * Cells that are compared with each other thus follow each other at once, so that what slows the machine
 * for some seconds slows both sides of a ratio.
 * @param round counted from 0.
 */
export function visitOrder(cells: readonly Cell[], seed: number, round: number): Cell[] {
  return comparedGroups(roundOrder(cells, seed, round), (cell) => cell).flat();
}
