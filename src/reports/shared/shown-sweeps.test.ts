import { expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { largeDocuments } from '../../testing/large-documents.js';
import { renderTerminalReport } from '../run/terminal-report.js';
import { hiddenSweepsNote, shownSweeps } from './shown-sweeps.js';

it('shows the tables of the first 200 sweeps, and says how many there are beyond', () => {
  const analysis = analyze(largeDocuments.sweeps!(0.05));
  expect(analysis.sweeps).toHaveLength(250);
  expect(shownSweeps(analysis)).toHaveLength(200);
  const text = renderTerminalReport(analysis, { columns: 80, color: false });
  const note = '50 more sweeps have no tables here: softmax-bench export has all.';
  expect(hiddenSweepsNote(analysis)).toBe(note);
  expect(text).toContain(note);
});
