import { describe, expect, it } from 'vitest';

import { shortList } from './short-list.js';

describe('shortList', () => {
  it.each([
    [[], ''],
    [[1], '#1'],
    [[1, 2], '#1; #2'],
    [[1, 2, 3, 4], '#1; #2; and 2 more'],
  ])('of %j names at most two', (values, text) => {
    expect(shortList(values, 2, (value) => `#${value}`)).toBe(text);
  });
});
