import type { Cell } from '../model/cell.js';
import { isOwn } from '../model/cell.js';
import { algorithmOf, type Algorithm } from '../softmax/algorithms.js';

/**
 * The algorithm by which the cost of a cell is foreseen: its own, and for an external implementation the one that most
 * libraries ship. Never for a report.
 */
export function assumedAlgorithm(cell: Pick<Cell, 'target' | 'implementation'>): Algorithm {
  return algorithmOf(isOwn(cell) ? cell.implementation : 'three-pass-reload');
}
