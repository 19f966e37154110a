function captioned(text: string): object {
  return expect.objectContaining({ caption: expect.stringContaining(text) as string }) as object;
}

import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { firstRounds } from '../../testing/first-rounds.js';
import { markupOf } from '../../testing/markup-of.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { wideLayout } from '../figures/figure.js';
import { lightPalette } from '../figures/palette.js';
import { figures } from '../figures/run-figures.js';
import { summaryTable } from '../formats/summary-table.js';
import { renderHtml } from './html-report.js';
import { renderMarkdown } from './markdown-report.js';
import { renderTerminalReport } from './terminal-report.js';

describe.each([1, 2, 5])('a run of %d rounds', (count) => {
  const document = firstRounds(fixtureDocument(), count);
  const analysis = analyze(document);

  it('has medians of cells, flagged, and nothing that is compared', () => {
    for (const cell of analysis.cells) {
      expect(cell.flags).toContain('few-samples');
      expect(cell.medianNs).toBeGreaterThan(0);
      expect(cell).toMatchObject({ ci95Ns: null, memcpyFraction: null, overBusPrediction: null });
      expect(cell).toMatchObject({ floorFraction: null, skeletonFraction: null, verdict: null });
    }
    expect(analysis.passTable.length).toBeGreaterThan(0);
    for (const row of analysis.passTable) {
      expect(row).toMatchObject({ passBytesPerSecond: null, busBytesPerSecond: null });
      expect(row).toMatchObject({ baselineFraction: null, skeletonFraction: null, verdict: null });
    }
  });

  it('decides nothing', () => {
    for (const { classification } of analysis.speedups) expect(classification).toBeNull();
    expect(analysis.answer.breakEven).toMatchObject({ kind: 'undecided', largestLoss: null });
    for (const { outcome, measured } of analysis.claims) {
      expect(outcome).toMatch(/undecided|not tested/);
      expect(measured).toBeNull();
    }
    expect(analysis.writeAllocateProbes).toMatchObject([
      { conclusion: 'undecided', avoidedShare: null },
    ]);
    expect(analysis.steadiness.precision).toMatchObject({
      reachedCount: 0,
      medianHalfWidth: null,
      headlineHalfWidth: null,
    });
  });

  it('says so in the same words everywhere', () => {
    const texts = [
      renderTerminalReport(analysis, { columns: 1000, color: false }),
      renderMarkdown(analysis, [], 'figures'),
      markupOf(renderHtml({ analysis, document }, [], '')),
    ];
    for (const text of texts) {
      expect(text).toContain('the limit of one thread is inconclusive (too few rounds):');
      expect(text).toContain('the winner is undecided at every size');
      expect(text).toContain('median half-width undecided; headline undecided');
      expect(text).not.toMatch(/pays at no|never faster|not faster|NaN|undefined|null/);
    }
    const [terminal] = texts;
    expect(terminal).toMatch(/\ntwo-pass +~[\d.]+ +[\d.]+ +[\d.]+ +- +- +-\n/);
    const blank = ['verdict', 'floorFraction', 'floorFractionLow', 'skeletonFraction'];
    const indices = blank.map((column) => summaryTable.columns.indexOf(column));
    for (const row of summaryTable.rowsOf({ document, analysis })) {
      expect(indices.map((index) => row[index])).toEqual([null, null, null, null]);
    }
  });

  it('draws hollow medians only', () => {
    const drawings = figures.map(
      (figure) => [figure.id, figure.draw(analysis, lightPalette, wideLayout)] as const,
    );
    const drawn = drawings.filter(([, { status }]) => status === 'drawn');
    expect(Object.fromEntries(drawn)).toEqual({
      'time-per-element': captioned('Hollow points'),
      'best-map': captioned('? too few rounds'),
      bandwidth: captioned('Hollow points'),
      'headline-rounds': captioned('in each round'),
    });
  });
});

it('no A/A noise comes from few rounds', () => {
  const document = syntheticDocument({
    trueNs: (_, elementCount) => elementCount,
    algorithms: ['three-pass-recompute', 'two-pass', 'two-pass-aa'],
    elementCounts: [1 << 25],
    roundCount: 5,
  });
  const analysis = analyze(document);
  expect(analysis.aaNoise).toMatchObject([{ floorRatio: null, interval: null }]);
  expect(renderMarkdown(analysis, [], 'figures')).toContain('undecided (too few rounds) at 32 Mi');
});
