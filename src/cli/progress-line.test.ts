import { expect, it } from 'vitest';

import { cellAt } from '../model/cell.js';
import { oneRow } from '../model/problem.js';
import { createProgressLine } from './progress-line.js';

const cell = cellAt(
  {
    operation: 'copy',
    implementation: 'copy',
    target: 'js',
    problem: oneRow(64),
    cacheState: 'warm',
    threadCount: 1,
    pages: 'default',
  },
  [],
);

/** What is written while ten rounds of four visits take a second a visit. */
function written(isInteractive: boolean, processCount: number, mostSeconds = 42): string[] {
  const texts: string[] = [];
  let nowMs = 0;
  const progress = createProgressLine(
    { stderr: (text) => texts.push(text), isInteractive },
    () => nowMs,
  );
  for (let round = 0; round < 10; round++) {
    for (let visitedCount = 1; visitedCount <= 4; visitedCount++) {
      nowMs += 1000;
      const secondsLeft = round === 0 ? null : 40.5 - nowMs / 1000;
      const mostSecondsLeft = mostSeconds - nowMs / 1000;
      const visit = { cell, round, process: 1, roundCellCount: 4, visitedCount };
      progress.show({ ...visit, secondsLeft, mostSecondsLeft }, processCount);
    }
  }
  progress.clear();
  progress.clear();
  return texts;
}

it('rewrites one line on a terminal and removes it once at the end', () => {
  const texts = written(true, 1);
  expect(texts).toHaveLength(41);
  expect(texts[0]).toBe('\rround 1, 1 of 4\x1b[K');
  expect(texts[5]).toBe('\rround 2, 2 of 4, about 35 s left\x1b[K');
  expect(texts.at(-1)).toBe('\r\x1b[K');
});

it('writes whole lines, few of them, elsewhere', () => {
  const texts = written(false, 3);
  expect(texts[0]).toBe('process 2 of 3, round 2, 1 of 4, about 36 s left\n');
  expect(texts).toHaveLength(8);
});

it('also shows the longest time left where it exceeds the expected one', () => {
  expect(written(false, 3, 100)[0]).toBe(
    'process 2 of 3, round 2, 1 of 4, about 36 s left, 95 s at most\n',
  );
});
