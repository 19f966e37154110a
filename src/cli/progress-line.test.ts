import { expect, it } from 'vitest';

import type { Cell } from '../model/cell.js';
import { createProgressLine } from './progress-line.js';

const cell: Cell = {
  id: 'copy/js/64/warm/t1',
  algorithm: 'copy',
  target: 'js',
  elementCount: 64,
  cacheState: 'warm',
  threadCount: 1,
  variants: [],
};

/** What is written while ten rounds of four visits take a second a visit. */
function written(isInteractive: boolean, processCount: number, mostSeconds = 42): string[] {
  const texts: string[] = [];
  let nowMs = 0;
  const progress = createProgressLine(
    { stderr: (text) => texts.push(text), isInteractive },
    processCount,
    () => nowMs,
  );
  for (let round = 0; round < 10; round++) {
    for (let visitedCount = 1; visitedCount <= 4; visitedCount++) {
      nowMs += 1000;
      const secondsLeft = round === 0 ? null : 40.5 - nowMs / 1000;
      const mostSecondsLeft = mostSeconds - nowMs / 1000;
      const place = { cell, round, process: 1, roundCellCount: 4, visitedCount };
      progress.show({ ...place, secondsLeft, mostSecondsLeft });
    }
  }
  progress.clear();
  return texts;
}

it('rewrites one line on a terminal and takes it away at the end', () => {
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

it('tells the most that can be left besides where less is expected', () => {
  expect(written(false, 3, 100)[0]).toBe(
    'process 2 of 3, round 2, 1 of 4, about 36 s left, 95 s at most\n',
  );
});
