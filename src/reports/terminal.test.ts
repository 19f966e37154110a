import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

import { summarize } from '../analysis/summary.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { renderRunTable } from './terminal.js';

describe('renderRunTable', () => {
  const document = fixtureDocument();
  const table = renderRunTable(summarize(document), { columns: 80, color: false });

  it('shows a finished run as the golden file does', async () => {
    await expect(table).toMatchFileSnapshot('../testing/golden/run-table.txt');
  });

  it('fits in 80 columns', () => {
    expect(table.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('adds nothing but escapes for a colour terminal', () => {
    const colored = renderRunTable(summarize(document), { columns: 80, color: true });
    expect(colored).not.toBe(table);
    expect(stripVTControlCharacters(colored)).toBe(table);
  });

  it('says that nothing was measured when the run ended before its first round', () => {
    const empty = { ...document, finishedAtUtc: null, outcomes: [] };
    const text = renderRunTable(summarize(empty), { columns: 80, color: false });
    expect(text).toContain('Nothing was measured.');
    expect(text).toContain(`not reached before the run ended: ${empty.plan.cells.length} cells`);
  });

  it('shows the baselines when no softmax algorithm was asked for', () => {
    const outcomes = document.outcomes.filter(({ cell }) => cell.algorithm === 'read');
    const text = renderRunTable(summarize({ ...document, outcomes }), {
      columns: 80,
      color: false,
    });
    expect(text).toMatch(/elements +footprint +level +read\n/);
    expect(text).not.toMatch(/NaN|undefined/);
  });
});
