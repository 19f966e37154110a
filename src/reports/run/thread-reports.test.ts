import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import {
  coresOf,
  manyCoreCounts,
  manyCoreDocument,
  threadPoints,
} from '../../testing/many-core-document.js';
import { answerParts } from './answer-lines.js';
import { renderTerminalAnswer } from './terminal-answer.js';
import { renderTerminalReport } from './terminal-report.js';
import { terminalFormat, threadTables, writtenFormat } from './thread-tables.js';

const analysis = analyze(
  manyCoreDocument({
    threads: threadPoints(manyCoreCounts, ['weak', 'strong'], ['compact', 'scatter']),
    elementCounts: [1 << 16, 1 << 25],
  }),
);
const terminal = { columns: 80, color: false };

function coreTexts(of: typeof analysis): readonly string[] {
  return answerParts(of).find(({ label }) => label === 'CORES')?.texts ?? [];
}

describe('the answer', () => {
  it('has a line for one thread and one for all of each scaling, named', () => {
    const texts = coreTexts(analysis);
    expect(texts.map((text) => text.slice(0, text.indexOf(':')))).toEqual([
      '1 thread at 32 Mi elements',
      '16 threads, weak scaling, compact',
      '16 threads, strong scaling, compact',
      expect.any(String),
    ]);
    expect(texts[0]).toMatch(
      /two-pass-nt 1\.6\dx \[.*\], two-pass 1\.2\dx \[.*\] over the best three-pass; memory-bound$/,
    );
    expect(texts[1]).toMatch(/two-pass-nt 1\.6\dx \[.*\], two-pass 1\.2\dx \[.*\]; memory-bound$/);
    expect(texts[3]).toBe(
      'bandwidth still rises at 16 threads; two-pass and two-pass-nt are faster at every thread count',
    );
  });

  it('fits 24 lines of 80 columns with the names of two files', () => {
    const lines = renderTerminalAnswer(analysis, terminal).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.every(({ length }) => length <= 80)).toBe(true);
    const first = lines.findIndex((line) => line.startsWith('CORES '));
    expect(lines.slice(first, first + 3)).toEqual([
      expect.stringMatching(
        /^CORES 16 threads: two-pass-nt 1\.6\dx \[.*\], two-pass 1\.2\dx \[.*\]$/,
      ),
      '      weak scaling: bandwidth still rises at 16 threads',
      expect.stringMatching(/^[A-Z]/),
    ]);
  });

  it('says of two CPUs that they cannot show where the memory is full', () => {
    const two = analyze(
      manyCoreDocument({
        threads: threadPoints([1, 2]),
        machine: { logicalCpuCount: 2, topology: coresOf(2) },
      }),
    );
    expect(coreTexts(two).at(-1)).toMatch(/^2 threads are too few to see where the memory is full/);
  });

  it('has no such lines for one thread', () => {
    expect(coreTexts(analyze(manyCoreDocument({ threads: threadPoints([1]) })))).toEqual([]);
  });
});

describe('the tables', () => {
  it('are those of each placement, with a row for each thread count', () => {
    const tables = threadTables(analysis, writtenFormat);
    expect(tables.map(({ title }) => title.split(',')[0])).toEqual([
      ...['compact', 'scatter'].flatMap(() => [
        'Bandwidth by threads',
        'Gain by threads',
        'Full memory',
        'Time measured and predicted',
      ]),
      'Strong scaling',
      'Strong scaling',
    ]);
    expect(tables[0]!.rows.map(([threads]) => threads)).toEqual(manyCoreCounts.map(String));
    for (const { columns, rows } of tables) {
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });

  it('fit 80 columns of a terminal, in reports that show the fewest and the most threads alone', () => {
    const report = renderTerminalReport(analysis, terminal);
    expect(threadTables(analysis, terminalFormat).every(({ title }) => report.includes(title)));
    expect(report.split('\n').filter(({ length }) => length > 80)).toEqual([]);
    expect(report).toContain('== avx512, 16 threads, compact, weak scaling ==');
    expect(report).not.toContain('== avx512, 8 threads');
  });
});
