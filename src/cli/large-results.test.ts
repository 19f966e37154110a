import { expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { mostCells, mostSamples } from '../model/bounds.js';
import { renderTerminalReport } from '../reports/run/terminal-report.js';
import { parseDocument, problemOf } from '../storage/parse-document.js';
import { largeDocuments } from '../testing/large-documents.js';

/** Of the bound. What takes the square of it would take minutes. */
const share = 0.05;

it.each(Object.entries(largeDocuments))(
  'a result with many %s is reported in a time that grows with its size',
  (_, make) => {
    const bytes = Buffer.from(JSON.stringify(make(share)));
    const started = process.cpuUsage();
    const document = parseDocument('large.json', bytes);
    renderTerminalReport(analyze(document), { columns: 80, color: false });
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(5 + bytes.length / 1e7);
  },
);

it('more cells or samples than the bound are refused', () => {
  const cells = largeDocuments['sizes of a few implementations']!(1 + 4 / mostCells);
  expect(problemOf(cells)).toMatch(/: plan\.cells: .*<=10000/);
  const samples = largeDocuments['samples of one round']!(1 + 2 / mostSamples);
  expect(problemOf(samples)).toMatch(/: outcomes: expected at most 524288 samples in all/);
});
