import { describe, expect, it } from 'vitest';

import { closestMatch } from './closest-match.js';

const names = ['two-pass', 'three-pass-reload', 'online', 'copy'];

describe('closestMatch', () => {
  it.each([
    ['two-pas', 'two-pass'],
    ['twopass', 'two-pass'],
    ['Three-Pass-Relaod', 'three-pass-reload'],
    ['cpoy', 'copy'],
    ['softmax', null],
    ['', null],
  ])('takes %s for %s', (word, meant) => {
    expect(closestMatch(word, names)).toBe(meant);
  });
});
