import type { Cell } from '../model/cell.js';

/**
 * The items whose cells are compared with each other, together: those of one element count and cache
 * state. Groups come in the order of their first items, and items keep their order.
 */
export function comparedGroups<Item>(
  items: readonly Item[],
  cellOf: (item: Item) => Cell,
): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const { elementCount, cacheState } = cellOf(item);
    const key = `${elementCount}/${cacheState}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
