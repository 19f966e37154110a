import { expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { formatProblem } from '../../model/problem.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { largeDocuments } from '../../testing/large-documents.js';
import { drawnSizesOf } from './drawn-sizes.js';

it('keeps all sizes that a figure can show', () => {
  const analysis = analyze(fixtureDocument());
  expect(drawnSizesOf(analysis)).toEqual({ analysis, note: '' });
});

it('keeps some of thousands from the first to the last, the same in every list', () => {
  const whole = analyze(largeDocuments['sizes of a few implementations']!(0.4));
  const { analysis, note } = drawnSizesOf(whole);
  const sizesOf = ({ cells }: typeof whole) => [
    ...new Set(cells.map(({ problem }) => formatProblem(problem))),
  ];
  const [all, kept] = [sizesOf(whole), sizesOf(analysis)];
  expect(note).toBe(` Drawn: ${kept.length} of ${all.length} sizes.`);
  expect(kept.length).toBeLessThanOrEqual(401);
  expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
  for (const { problem } of [...analysis.winners, ...analysis.speedups]) {
    expect(kept).toContain(formatProblem(problem));
  }
});
