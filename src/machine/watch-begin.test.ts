import { afterEach, expect, it, vi } from 'vitest';

import { watchBegin } from './watch-begin.js';

afterEach(() => {
  vi.restoreAllMocks();
});

it('is never older than 2 s', () => {
  expect(performance.now() - watchBegin().ms).toBeLessThanOrEqual(2000);
  const later = performance.now() + 60_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  expect(watchBegin().ms).toBe(later);
});
