import { expect, it } from 'vitest';

import { syntheticDocument } from '../../testing/synthetic-document.js';
import { analyze } from '../analyze.js';

it.each([
  [1.5, 0.005, 12, 'allocates'],
  [1.02, 0.005, 12, 'avoids'],
  [1.25, 0.005, 12, 'partly'],
  [1.25, 1.2, 6, 'undecided'],
  [1.5, 0.005, 5, 'undecided'],
])(
  'copy over copy-nt of %d with noise of %d in %d rounds: %s',
  (ratio, noise, roundCount, found) => {
    const [probe] = analyze(
      syntheticDocument({
        trueNs: (algorithm, count) => count * (algorithm === 'copy' ? ratio : 1),
        algorithms: ['copy', 'copy-nt'],
        elementCounts: [1 << 25],
        noise,
        roundCount,
        samplesPerRound: 1,
      }),
    ).writeAllocateProbes;
    expect(probe!.conclusion).toBe(found);
    expect(probe!.avoidedShare === null).toBe(found === 'undecided');
  },
);
