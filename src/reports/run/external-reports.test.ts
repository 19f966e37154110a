import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { withExternals } from '../../testing/external-outcomes.js';
import { externals as figure } from '../figures/externals.js';
import { wideLayout } from '../figures/figure.js';
import { lightPalette } from '../figures/palette.js';
import { externalsTable } from '../formats/externals-table.js';
import { renderCsv } from '../formats/render-csv.js';
import { answerParts } from './answer-lines.js';
import { externalTables } from './external-tables.js';
import { renderTerminalReport } from './terminal-report.js';

const document = withExternals(fixtureDocument(), [
  {
    id: 'torch',
    like: 'three-pass-reload',
    factor: 1.3,
    facts: { title: 'PyTorch', version: '2.11', memory: 'own' },
  },
  { id: 'mine', like: 'two-pass', factor: 1.1, facts: { kind: 'kernel', title: 'f of mine.so' } },
]);
const analysis = analyze(document);

describe('reports with libraries and kernels of the user', () => {
  it('say in the answer how much faster what SHIP names is, also where another is the fastest by chance', () => {
    expect(analysis.externals.at(-1)!.best.implementation).toBe('two-pass-nt');
    const parts = answerParts(analysis);
    const textsOf = (wanted: string) => parts.find(({ label }) => label === wanted)!.texts;
    expect(textsOf('SHIP')[0]).toContain(': online-nt, ');
    expect(textsOf('VS')).toEqual([
      expect.stringMatching(
        /^online-nt at 32 Mi, 1 thread: 1\.4\dx faster than mine \[.*\]; 2\.[56]\dx faster than PyTorch 2\.11 \[.*\]$/,
      ),
    ]);
  });

  it('have no such line without any', () => {
    const labels = answerParts(analyze(fixtureDocument())).map(({ label }) => label);
    expect(labels).not.toContain('VS');
  });

  it('fit 80 columns on a terminal', () => {
    const lines = renderTerminalReport(analysis, { columns: 80, color: false }).split('\n');
    const from = lines.findIndex((line) => line.startsWith('Libraries and your kernels'));
    const to = lines.findIndex((line) => line.startsWith('Impossible'));
    expect(from).toBeGreaterThan(0);
    expect(lines.slice(from, to).every(({ length }) => length <= 80)).toBe(true);
  });

  it('name the memory of each and its errors where there is room', () => {
    const [times] = externalTables(analysis, true);
    const row = times!.rows.find(([, name]) => name === 'PyTorch 2.11');
    expect(row).toContain('its own');
    expect(row!.length).toBe(times!.columns.length);
  });

  it('draw every shape with a mark for each', () => {
    const drawing = figure.draw(analysis, lightPalette, wideLayout);
    expect(drawing).toMatchObject({ status: 'drawn' });
    const labels = drawing.status === 'drawn' ? drawing.legend!.map(({ label }) => label) : [];
    expect(labels).toEqual(expect.arrayContaining(['mine', 'PyTorch 2.11', 'read + copy floor']));
  });

  it('export a row for each pair of implementations', () => {
    const [head, ...rows] = renderCsv(externalsTable, { document, analysis }).trimEnd().split('\n');
    const pairs = analysis.externals.flatMap((own) => own.rows.flatMap(({ gains }) => gains));
    expect(rows.length).toBe(pairs.length);
    expect(head).toContain('declared_bus_streams');
  });
});
