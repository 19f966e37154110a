import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { batchDocument } from '../../testing/batch-document.js';
import { wideLayout } from '../figures/figure.js';
import { lightPalette } from '../figures/palette.js';
import { figuresOf } from '../figures/run-figures.js';
import { answerParts } from './answer-lines.js';
import { renderMarkdown } from './markdown-report.js';
import { renderTerminalAnswer } from './terminal-answer.js';
import { renderTerminalReport } from './terminal-report.js';

const options = { columns: 80, color: false };
const few = ['512x32000', '1024x32000', '64x262144', '8x16777216'];
const many = [...few, '500x32000', '256x50257', '128x128256', '900x32000'];

function words(shapes: readonly string[]): string {
  return renderTerminalAnswer(analyze(batchDocument(shapes)), options).replaceAll(/\s+/g, ' ');
}

describe('the answer of batches', () => {
  it('has a line for each of a few shapes', () => {
    const text = words(few);
    expect(text).toMatch(
      /SHIP 8x16777216: two-pass-nt, 1\.6\dx faster than the best three-pass \[95% CI /,
    );
    expect(text).toMatch(/ 64x262144: [a-z-]+-nt \(ties: [a-z-]+-nt\), 1\.5\dx? \[/);
    expect(text).toMatch(/ 512x32000: /);
    expect(text).toMatch(/ without NT \(non-temporal\) stores: two-pass at 8x16777216/);
  });

  it('says the gain of what it ships at the shape of the headline, also where several tie', () => {
    const analysis = analyze(batchDocument(['64x1000', '8x128256', '512x128256']));
    const partOf = (label: string) => answerParts(analysis).find((own) => own.label === label)!;
    const [ship, gain] = ['SHIP', 'GAIN'].map((label) => partOf(label).texts[0]!);
    const [, named] = /^512x128256: ([a-z-]+)/.exec(ship!)!;
    expect(gain).toMatch(new RegExp(`^${named} is 1\\.\\d+x faster than .*, 512x128256, `));
  });

  it('groups many shapes by what to ship', () => {
    const text = words(many);
    expect(text).toMatch(/SHIP 8x16777216; \S+; \S+; and 5 more: two-pass-nt, 1\.6\dx faster/);
  });

  it('says where two-pass is faster by the length of rows, as measured and as predicted', () => {
    expect(words(few)).toMatch(
      /ROWS rows of 32,000 to 256 Ki columns: only NT stores matter \(1\.\d+x( to 1\.5\d?x)?\) rows of 16 Mi columns: two-pass is faster \(1\.2\dx\) predicted: rows up to /,
    );
  });

  it('fits 80 columns, with every table', () => {
    const report = renderTerminalReport(analyze(batchDocument(many)), options);
    const long = report.split('\n').filter((line) => line.length > 80);
    expect(long).toEqual([]);
    expect(report).toMatch(/\n64x262144 +2 MiB +kept +recompute +[\d.]+ +3 N /);
  });
});

it('written reports have the table of shapes, and the figure in place of those by size', () => {
  const analysis = analyze(batchDocument(few));
  expect(renderMarkdown(analysis, [], 'figures')).toContain('\n## Shapes\n');
  const ids = figuresOf(analysis).map(({ id }) => id);
  expect(ids).toContain('shapes');
  expect(ids).not.toContain('time-per-element');
  const shapes = figuresOf(analysis).find(({ id }) => id === 'shapes')!;
  expect(shapes.draw(analysis, lightPalette, wideLayout)).toMatchObject({ status: 'drawn' });
});
