import { expect, it } from 'vitest';

import type { Cell } from '../plan/cell.js';
import { createProgressLine } from './progress-line.js';

const cells: readonly Cell[] = [1, 2, 3, 4].map((index) => ({
  id: String(index),
  algorithm: 'copy',
  target: 'js',
  elementCount: 64,
  cacheState: 'warm',
  threadCount: 1,
  variants: [],
}));

/** What is written while ten rounds of four visits take a second a visit. */
function written(isInteractive: boolean): string[] {
  const texts: string[] = [];
  let nowMs = 0;
  const progress = createProgressLine(
    { stderr: (text) => texts.push(text), isInteractive },
    { budgetSeconds: 100, rounds: { minimum: 1, maximum: 10 } },
    () => nowMs,
  );
  for (let round = 0; round < 10; round++) {
    for (const [index, cell] of cells.entries()) {
      nowMs += 1000;
      progress.show({ cell, round, roundCells: cells, visitedCount: index + 1 });
    }
  }
  progress.clear();
  return texts;
}

it('rewrites one line on a terminal and takes it away at the end', () => {
  const texts = written(true);
  expect(texts).toHaveLength(41);
  expect(texts[0]).toBe('\rround 1, 1 of 4, at most 21 s left\x1b[K');
  expect(texts[5]).toBe('\rround 2, 2 of 4, at most 34 s left\x1b[K');
  expect(texts.at(-1)).toBe('\r\x1b[K');
});

it('writes whole lines, few of them, elsewhere', () => {
  const texts = written(false);
  expect(texts[0]).toBe('round 2, 1 of 4, at most 35 s left\n');
  expect(texts).toHaveLength(8);
});
