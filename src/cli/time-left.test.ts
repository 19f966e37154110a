import { describe, expect, it } from 'vitest';

import { TimeLeft } from './time-left.js';

/** Seconds left as forecast, and at most, every 5 s of a run of 98 s on a virtual machine: its intervals stayed wide. */
const wideForecasts = [
  [47, 96],
  [42, 91],
  [32, 86],
  [38, 81],
  [59, 76],
  [68, 68],
  ...[63, 58, 53, 48, 43, 38, 33, 28, 23, 18, 13, 8].map((left) => [left, left]),
  [3, 6],
] as const;

/** What is shown for them, one forecast each 5 s. */
function shown(forecasts: readonly (readonly number[])[]): readonly number[] {
  const timeLeft = new TimeLeft();
  return forecasts.map(([secondsLeft, mostSecondsLeft], index) =>
    timeLeft.update({
      elapsedSeconds: 5 * (index + 1),
      secondsLeft: secondsLeft!,
      mostSecondsLeft: mostSecondsLeft!,
    }),
  );
}

describe('TimeLeft', () => {
  it('follows the clock where the forecast jumps from 47 to 32 and to 68 s', () => {
    const seconds = shown(wideForecasts);
    for (const [index, own] of seconds.entries()) {
      const trueSeconds = 98 - 5 * (index + 1);
      expect(Math.abs(own - trueSeconds)).toBeLessThanOrEqual(8);
      if (index > 0) expect(own).toBeLessThanOrEqual(seconds[index - 1]!);
    }
  });

  it('is near the end of a run that converges early', () => {
    const early = Array.from({ length: 6 }, (_, index) => [30 - 5 * (index + 1), 95 - 5 * index]);
    const seconds = shown(early);
    expect(seconds[0]).toBeGreaterThan(80);
    expect(seconds.at(-2)).toBeLessThan(40);
    expect(seconds.at(-1)).toBeLessThan(25);
  });

  it.each([
    ['rises', [5, 5], [60, 60]],
    ['falls', [60, 60], [1, 1]],
  ])('does not jump where the forecast %s', (_, before, after) => {
    const seconds = shown([before, before, ...Array.from({ length: 20 }, () => after)]);
    for (const [index, own] of seconds.entries()) {
      const change = own - (seconds[index - 1] ?? own);
      expect(change).toBeLessThanOrEqual(5);
      expect(change).toBeGreaterThanOrEqual(-15);
    }
    expect(Math.abs(seconds.at(-1)! - after[0]!)).toBeLessThan(12);
  });

  it('says the most before there is a forecast', () => {
    const forecast = { elapsedSeconds: 1, secondsLeft: null, mostSecondsLeft: 9 };
    const timeLeft = new TimeLeft();
    expect(timeLeft.update(forecast)).toBe(9);
    expect(timeLeft.doneShare).toBe(0.1);
  });

  it('has a share that never falls', () => {
    const timeLeft = new TimeLeft();
    const shares = [10, 5, 40, 60].map((secondsLeft, index) => {
      timeLeft.update({ elapsedSeconds: 5 + index, secondsLeft, mostSecondsLeft: secondsLeft });
      return timeLeft.doneShare;
    });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThan(1);
  });
});
