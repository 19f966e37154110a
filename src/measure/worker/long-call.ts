import type { Cell } from '../../model/cell.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { trafficOf } from '../../softmax/traffic.js';

/** Moving this much takes some 10 ms even in cache. */
const longCallBytes = 128 * 2 ** 20;

/**
 * Whether a call of the cell is so long that it averages over whatever disturbs it. Such a call needs no
 * batch, and one sample a visit does: what tells more about it is another round, not another sample in
 * the same moment. Decided from the traffic alone, so that the same plan is always measured alike.
 */
export function isLongCall({ algorithm, elementCount }: Cell): boolean {
  return trafficOf(algorithmOf(algorithm), elementCount).passBytes >= longCallBytes;
}
