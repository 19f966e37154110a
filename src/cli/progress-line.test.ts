import { describe, expect, it } from 'vitest';

import type { HeadlineEstimate } from '../measure/headline-estimate.js';
import type { VisitProgress } from '../measure/run-clock.js';
import { cellOf } from '../testing/cell-of.js';
import { createProgressLine } from './progress-line.js';

const cell = cellOf('copy', 64);

const estimate: HeadlineEstimate = {
  implementation: 'two-pass',
  over: 'three-pass-reload',
  gain: { ratio: 1.312, interval: { low: 1.271, high: 1.354 }, roundCount: 8 },
};

interface Shown {
  readonly isInteractive: boolean;
  readonly processCount?: number;
  readonly columns?: number;
  readonly errorColumns?: number;
  readonly estimate?: HeadlineEstimate;
}

/** What is written while ten rounds of four visits take a second a visit. */
function written({ isInteractive, processCount = 1, columns = 80, ...shown }: Shown): string[] {
  const texts: string[] = [];
  let nowMs = 0;
  const { errorColumns } = shown;
  const progress = createProgressLine(
    { stderr: (text) => texts.push(text), isInteractive, columns, errorColumns },
    () => nowMs,
  );
  for (let round = 0; round < 10; round++) {
    for (let visitedCount = 1; visitedCount <= 4; visitedCount++) {
      nowMs += 1000;
      const elapsedSeconds = nowMs / 1000;
      const secondsLeft = round === 0 ? null : 40 - elapsedSeconds;
      const visit: VisitProgress = {
        ...{ cell, round, process: 1, processCount, roundCellCount: 4, visitedCount },
        ...{ elapsedSeconds, secondsLeft, mostSecondsLeft: 40 - elapsedSeconds },
        estimate: round < 5 ? null : (shown.estimate ?? null),
      };
      progress.show(visit);
    }
  }
  progress.clear();
  return texts;
}

/** The text of a rewritten line. */
function lineOf(text: string): string {
  expect(text.startsWith('\r') && text.endsWith('\x1b[K')).toBe(true);
  return text.slice(1, -3);
}

describe('on a terminal', () => {
  it('rewrites one line and removes it once at the end', () => {
    const texts = written({ isInteractive: true });
    expect(texts).toHaveLength(41);
    expect(lineOf(texts[0]!)).toBe('[................] 2%, 39s left, round 1');
    expect(lineOf(texts[19]!)).toBe('[########........] 50%, 20s left, round 5');
    expect(texts.at(-1)).toBe('\r\x1b[K');
  });

  it('shows the headline with its interval as soon as it is known', () => {
    const texts = written({ isInteractive: true, processCount: 3, estimate });
    expect(lineOf(texts[19]!)).not.toContain('two-pass');
    expect(lineOf(texts[29]!)).toBe(
      '[############....] 75%, 10s left, two-pass 1.31x [1.27-1.35], process 2 of 3',
    );
  });

  it.each([[80], [60], [40], [20], [4]])('never wraps in %d columns', (columns) => {
    for (const widths of [{ columns }, { columns: 200, errorColumns: columns }]) {
      const lines = written({ isInteractive: true, processCount: 3, estimate, ...widths });
      for (const line of lines) expect(lineOf(line).length).toBeLessThan(columns);
    }
  });

  it('leaves out what has no room, the position first', () => {
    const narrow = { isInteractive: true, processCount: 3, estimate };
    expect(lineOf(written({ ...narrow, columns: 62 })[29]!)).toBe(
      '[############....] 75%, 10s left, two-pass 1.31x [1.27-1.35]',
    );
    expect(lineOf(written({ ...narrow, columns: 40 })[29]!)).toBe(
      '[############....] 75%, 10s left',
    );
  });
});

describe('elsewhere', () => {
  it('writes whole lines, few of them', () => {
    const texts = written({ isInteractive: false, processCount: 3, estimate });
    expect(texts).toHaveLength(8);
    expect(texts[0]).toBe('12%, 35s left, process 2 of 3, round 2\n');
    expect(texts[4]).toBe('62%, 15s left, two-pass 1.31x [1.27-1.35], process 2 of 3, round 7\n');
  });
});

it.each([
  [3601, '1h00m'],
  [107, '1m47s'],
  [59.5, '1m00s'],
  [0.2, '1s'],
])('shows %d s as %s', (secondsLeft, text) => {
  const texts: string[] = [];
  let nowMs = 0;
  const progress = createProgressLine(
    { stderr: (shown) => texts.push(shown), isInteractive: false, columns: 80 },
    () => (nowMs += 5000),
  );
  const timing = { elapsedSeconds: 1, secondsLeft, mostSecondsLeft: secondsLeft, estimate: null };
  const process = { process: 0, processCount: 1 };
  const place = { cell, round: 0, roundCellCount: 4, visitedCount: 1 };
  progress.show({ ...place, ...process, ...timing });
  expect(texts[0]).toContain(`${text} left`);
});
