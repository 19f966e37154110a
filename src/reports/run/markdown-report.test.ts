import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import type { CellOutcome } from '../../model/outcome.js';
import { drawnFigure } from '../../testing/drawn-figure.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { goldenDocument } from '../../testing/golden-document.js';
import { hostileDocument } from '../../testing/hostile-document.js';
import type { DrawnFigure } from '../figures/draw.js';
import { renderMarkdown } from './markdown-report.js';

const figures: readonly DrawnFigure[] = [
  drawnFigure,
  { id: 'two', title: 'Two', status: 'empty', reason: 'Nothing was sampled.' },
];

describe('renderMarkdown', () => {
  const text = renderMarkdown(analyze(fixtureDocument()), figures, 'figures');

  it('writes the report as the golden file has it', async () => {
    const small = renderMarkdown(analyze(goldenDocument()), figures, 'figures');
    await expect(small).toMatchFileSnapshot('../../testing/golden/report.md');
  });

  it('opens with the answer, then machine, protocol and warnings', () => {
    expect(text.split('\n').slice(2, 5)).toEqual([
      '**Example Processor 9000 @ 4.00GHz, softmax, avx512, float32, 1 thread, cold output**',
      '',
      expect.stringMatching(/^- SHIP: /) as string,
    ]);
    const order = ['## Machine', '## Protocol', '## Figures'].map((title) => text.indexOf(title));
    expect(order.toSorted((a, b) => a - b)).toEqual(order);
    expect(Math.min(...order)).toBeGreaterThan(0);
  });

  it('keeps every row of a table at the width of its head', () => {
    const widths = (block: string) =>
      block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
    const blocks = text.split('\n\n').filter((block) => block.startsWith('| '));
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) expect(new Set(widths(block)).size).toBe(1);
  });

  it.each<[string, (outcome: CellOutcome) => boolean]>([
    ['nothing was measured', () => false],
    ['there is one size only', ({ cell }) => cell.problem.columns === 1 << 16],
    ['there are js cells only', ({ cell }) => cell.target === 'js'],
    ['only baselines were measured', ({ cell }) => cell.implementation === 'read'],
  ])('concludes nothing that it cannot when %s', (_, isKept) => {
    const document = fixtureDocument();
    const outcomes = document.outcomes.filter(isKept);
    const partial = renderMarkdown(
      analyze({ ...document, finishedAtUtc: null, outcomes }),
      [],
      'figures',
    );
    expect(partial).toContain('## Warnings');
    expect(partial).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('shows a hostile CPU model as text', () => {
    const hostile = renderMarkdown(analyze(hostileDocument()), figures, 'figures');
    expect(hostile).toContain(String.raw`\[a\](javascript:b) \`c\` \| d`);
    expect(hostile).not.toMatch(/<img|<b>|<\/script/);
  });
});
