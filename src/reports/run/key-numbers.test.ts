import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { firstRounds } from '../../testing/first-rounds.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { keyNumbers } from './key-numbers.js';

describe('keyNumbers', () => {
  it('are gain, break-even and half-width of one implementation, and the bandwidth', () => {
    const numbers = keyNumbers(analyze(fixtureDocument()));
    expect(numbers.map(({ label }) => label)).toEqual([
      'online-nt over three-pass',
      'break-even of online-nt',
      'read / copy bandwidth',
      'half-width of online-nt',
    ]);
    const [gain, , bandwidth, quality] = numbers;
    expect(gain?.value).toMatch(/^1\.\d\dx$/);
    expect(gain?.note).toMatch(/^95% CI 1\.\d\d-1\.\d\d; 32 Mi elements$/);
    expect(bandwidth?.value).toMatch(/^[\d.]+ . [\d.]+ GB.s$/);
    expect(quality?.value).toMatch(/^±[\d.]+%$/);
  });

  it('show neither a gain nor a break-even from one round', () => {
    const [gain, breakEven] = keyNumbers(analyze(firstRounds(fixtureDocument(), 1)));
    expect(gain).toMatchObject({ value: '-', note: '32 Mi elements; too few rounds' });
    expect(breakEven).toMatchObject({ value: '-', note: 'undecided' });
  });
});
