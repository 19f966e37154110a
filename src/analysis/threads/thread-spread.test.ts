import { expect, it } from 'vitest';

import { manyCoreDocument, threadPoints } from '../../testing/many-core-document.js';
import { analyze } from '../analyze.js';

it.each([
  [[0.98, 1, 0.99, 0.97], 1.015, false],
  [[1, 0.8, 0.8, 0.79], 1.25, true],
])('threads of %j have a spread of about %d', (threadShares, expected, isFlagged) => {
  const { cells, warnings } = analyze(
    manyCoreDocument({ threads: threadPoints([1, 4]), threadShares }),
  );
  for (const { threadCount, threadSpread, flags } of cells) {
    if (threadCount === 1) expect(threadSpread).toBeNull();
    else expect(threadSpread).toBeCloseTo(expected, 2);
    expect(flags.includes('uneven-threads')).toBe(isFlagged && threadCount > 1);
  }
  expect(warnings.some((text) => text.includes('the slowest thread'))).toBe(isFlagged);
});
