import type { Cell } from '../model/cell.js';
import { assumedAlgorithm } from './assumed-algorithm.js';
import { trafficOf } from '../softmax/traffic.js';

/** Moving this much takes 1 ms and more, whatever holds it. */
const longCallBytes = 32 * 2 ** 20;

/**
 * Whether a call of the cell is so long that it averages over whatever disturbs it. Such a call takes no
 * batch, and one sample a visit: another round tells more about it than another sample in the same moment.
 * Decided from the traffic alone, so that a plan is always measured in the same way.
 */
export function isLongCall(cell: Cell): boolean {
  const { problem, scaling, threadCount } = cell;
  const { passBytes } = trafficOf(assumedAlgorithm(cell), problem);
  return (scaling === 'strong' ? passBytes / threadCount : passBytes) >= longCallBytes;
}
