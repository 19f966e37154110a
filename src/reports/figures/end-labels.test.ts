import { describe, expect, it } from 'vitest';

import { logTicks, spreadLabels } from './end-labels.js';

const axis = { low: 1, high: 100, lengthPx: 200 };
const pxOf = (value: number) => (Math.log(value) / Math.log(100)) * 200;

describe('spreadLabels', () => {
  it('leaves labels alone that are far enough from each other', () => {
    const [first, second] = spreadLabels([50, 2], axis, 13);
    expect(first).toBeCloseTo(50);
    expect(second).toBeCloseTo(2);
  });

  it('gives each the gap, in the order of the values, around where they were', () => {
    const places = spreadLabels([10, 10.2, 9.8, 90], axis, 13).map(pxOf);
    const sorted = [places[2]!, places[0]!, places[1]!];
    expect(sorted[1]! - sorted[0]!).toBeCloseTo(13);
    expect(sorted[2]! - sorted[1]!).toBeCloseTo(13);
    expect((sorted[0]! + sorted[1]! + sorted[2]!) / 3).toBeCloseTo(100, 0);
  });
});

describe('logTicks', () => {
  it('steps by 1, 2 and 5', () => {
    expect(logTicks(0.09, 2.4)).toEqual([0.1, 0.2, 0.5, 1, 2]);
  });
});
