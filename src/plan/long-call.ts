import type { Cell } from '../model/cell.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';

/** Moving this much takes 1 ms and more, whatever holds it. */
const longCallBytes = 32 * 2 ** 20;

/**
 * Whether a call of the cell is so long that it averages over whatever disturbs it. Such a call takes no
 * batch, and one sample a visit: another round tells more about it than another sample in the same moment.
 * Decided from the traffic alone, so that a plan is always measured in the same way.
 */
export function isLongCall({ implementation, problem, scaling, threadCount }: Cell): boolean {
  const { passBytes } = trafficOf(algorithmOf(implementation), problem);
  return (scaling === 'strong' ? passBytes / threadCount : passBytes) >= longCallBytes;
}
