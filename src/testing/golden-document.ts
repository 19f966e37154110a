import type { ResultDocument } from '../model/result.js';
import { syntheticDocument } from './synthetic-document.js';

/** In ns per element. */
const times: Readonly<Record<string, number>> = {
  'three-pass-recompute': 5,
  'two-pass': 4,
  'two-pass-skeleton': 4,
  copy: 2.6,
  read: 1.3,
};

/** The small run that golden files show: a rival, the headline, its memory-only version, and their floor, at two sizes. */
export function goldenDocument(): ResultDocument {
  return syntheticDocument({
    trueNs: (id, elementCount) => times[id]! * elementCount,
    algorithms: Object.keys(times),
    elementCounts: [1 << 12, 1 << 25],
    roundCount: 6,
    samplesPerRound: 1,
    perPass: true,
  });
}
