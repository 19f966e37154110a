import type { Cell } from '../model/cell.js';
import { algorithmOf } from '../softmax/algorithms.js';

/** What a visit costs whatever the size of its cell, as elements of one pass that take as long. */
const visitOverheadElements = 400_000;

/**
 * The work of a visit relative to that of other cells. Rounds are shuffled and cells differ by a factor of
 * a million, so counting cells would tell nothing about time.
 */
export function workOf({ algorithm, elementCount }: Cell): number {
  return visitOverheadElements + elementCount * algorithmOf(algorithm).passes.length;
}
