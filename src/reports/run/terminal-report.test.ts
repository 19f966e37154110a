import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { goldenDocument } from '../../testing/golden-document.js';
import { renderTerminalReport } from './terminal-report.js';

const document = fixtureDocument();

function render(of: ResultDocument, color = false): string {
  return renderTerminalReport(analyze(of), { columns: 80, color });
}

describe('renderTerminalReport', () => {
  const text = render(document);

  it('shows a finished run as the golden file does', async () => {
    const small = render(goldenDocument());
    await expect(small).toMatchFileSnapshot('../../testing/golden/report.txt');
  });

  it('shows machine, protocol and warnings, then the tables, and ends with the answer', () => {
    const order = [
      'Machine\n',
      '\nProtocol\n',
      '\nWarnings\n',
      '\nClaims of',
      '\nTime by',
      '\nSHIP ',
    ];
    const places = order.map((heading) => text.indexOf(heading));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(places[0]).toBe(0);
    expect(text.slice(places.at(-1)).split('\n').length).toBeLessThan(24);
  });

  it('fits in 80 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('adds nothing but escapes for a colour terminal', () => {
    const colored = render(document, true);
    expect(colored).not.toBe(text);
    expect(stripVTControlCharacters(colored)).toBe(text);
  });

  it('does not let a CPU model command the terminal', () => {
    const cpuModel = '\u001b[2JX\u0007\u009b31m\nY';
    const hostile = render({ ...document, machine: { ...document.machine, cpuModel } });
    expect(hostile.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(hostile).toContain('CPU:  [2JX 31m Y (x64)');
  });

  it('says so when nothing was measured', () => {
    const empty = render({ ...document, outcomes: [], finishedAtUtc: null });
    expect(empty).toContain('Nothing was measured');
    expect(empty.replaceAll('\n', ' ')).toContain(
      `${document.plan.cells.length} configurations not reached`,
    );
    expect(empty).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('shows the baselines when no algorithm was measured', () => {
    const outcomes = document.outcomes.filter(({ cell }) => cell.implementation === 'read');
    const baselines = render({ ...document, outcomes });
    expect(baselines).toMatch(/elements +working set +region +read\n/);
    expect(baselines).not.toMatch(/NaN|undefined/);
  });
});
