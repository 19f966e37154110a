import type { ResultDocument } from '../model/result.js';
import { syntheticDocument } from './synthetic-document.js';

/** The small run that golden files show: a rival, the headline, its memory-only version and copy, at two sizes. */
export function goldenDocument(): ResultDocument {
  return syntheticDocument({
    trueNs: (id, elementCount) => (id.startsWith('two-pass') ? 4 : 5) * elementCount,
    algorithms: ['three-pass-recompute', 'two-pass', 'two-pass-skeleton', 'copy'],
    elementCounts: [1 << 12, 1 << 25],
    roundCount: 6,
    samplesPerRound: 1,
    perPass: true,
  });
}
