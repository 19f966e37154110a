import { describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { summarize } from '../analysis/summary.js';
import type { ResultDocument } from '../document/result.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { renderTerminalReport } from './terminal-report.js';

function render(document: ResultDocument): string {
  const analysis = analyze(document, { peakBandwidthBytesPerSecond: null });
  return renderTerminalReport(analysis, summarize(document), { columns: 80, color: false });
}

describe('renderTerminalReport', () => {
  it('shows a finished run as the golden file does', async () => {
    await expect(render(fixtureDocument())).toMatchFileSnapshot(
      '../testing/golden/report-terminal.txt',
    );
  });

  it('opens with the answer, then machine, protocol and warnings, then the tables', () => {
    const document = fixtureDocument();
    const text = render(document);
    const [first] = analyze(document, { peakBandwidthBytesPerSecond: null }).answer;
    expect(text.replaceAll('\n', ' ').startsWith(first)).toBe(true);
    const order = ['\nMachine\n', '\nProtocol\n', '\nWarnings\n', '\nThe claims', '\nTime in ns'];
    const places = order.map((heading) => text.indexOf(heading));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  it('fits in 80 columns', () => {
    expect(
      render(fixtureDocument())
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it('says so when nothing was measured', () => {
    const text = render({ ...fixtureDocument(), outcomes: [], finishedAtUtc: null });
    expect(text).toContain('Nothing was measured');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});
