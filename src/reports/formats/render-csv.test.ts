import { describe, expect, it } from 'vitest';

import { analyze, analyzeCells } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { withExternals } from '../../testing/external-outcomes.js';
import { goldenDocument } from '../../testing/golden-document.js';
import { renderCsv } from './render-csv.js';
import { jsonRows, type AnalyzedResult, type Table } from './table.js';
import { tables } from './tables.js';

const external = { id: 'library', like: 'two-pass', factor: 1.5 };
const document = withExternals(goldenDocument(), [external]);

describe.each(tables.map((table) => [table.id, table] as const))('the table %s', (_, table) => {
  const csv = renderCsv(table, analyzed(document));

  it('has as many fields in every line, ended by CR LF, and no number that is none', () => {
    const lines = csv.split('\r\n');
    expect(lines.at(-1)).toBe('');
    const fieldCounts = lines.slice(0, -1).map((line) => line.split(',').length);
    expect(new Set(fieldCounts)).toEqual(new Set([table.columns.length]));
    expect(csv).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it('has the same rows as JSON', () => {
    const rows = [...jsonRows(table, analyzed(document))];
    expect(rows).toHaveLength(csv.split('\r\n').length - 2);
    expect(Object.keys(JSON.parse(rows[0]!) as object)).toEqual(table.columns);
  });
});

it('the summary is as the golden file shows', async () => {
  const csv = renderCsv(tableOf('summary'), analyzed(document));
  await expect(csv).toMatchFileSnapshot('../../testing/golden/summary.csv');
});

it('the summary has the columns that others rely on', () => {
  const [header] = renderCsv(tableOf('summary'), analyzed(document)).split('\r\n');
  const promised =
    'run_id label cpu_model machine_id tool_version started_at_utc input seed ' +
    'operation implementation target rows columns element_type cache_state ' +
    'thread_count pages working_set_bytes region sample_count median_ns ci95_low_ns ci95_high_ns ns_per_element useful_gb_per_s ' +
    'pass_gb_per_s bus_gb_per_s memcpy_fraction predicted_by_pass_bytes_ns ' +
    'predicted_by_bus_bytes_ns skeleton_ns verdict';
  expect(header!.split(',')).toEqual(expect.arrayContaining(promised.split(' ')));
});

it('the speed-ups are those of the analysis, with their interval', () => {
  const rows = rowsOf('speedups');
  const { speedups } = analyze(document);
  expect(rows).toHaveLength(speedups.length);
  for (const [index, { implementation, over, ratio, interval }] of speedups.entries()) {
    expect(rows[index]).toMatchObject({ implementation, over });
    expect(rows[index]!.ratio).toBeCloseTo(ratio, 3);
    expect(rows[index]!.ratioLow).toBeCloseTo(interval!.low, 3);
    expect(rows[index]!.ratioHigh).toBeCloseTo(interval!.high, 3);
  }
});

it('says in every table which run a row is from', () => {
  const labelled = { ...document, label: 'mine' };
  for (const table of tables) {
    const [row] = [...jsonRows(table, analyzed(labelled))];
    expect(JSON.parse(row!)).toMatchObject({
      label: 'mine',
      toolVersion: document.tool.version,
      startedAtUtc: document.startedAtUtc,
      input: expect.stringMatching(/^\w+ \w+=/) as string,
      seed: document.plan.config.seed,
      cacheState: 'cold-output',
    });
  }
});

it('has no more digits than the measurement, but for samples, which are those of the document', () => {
  for (const table of tables.filter(({ id }) => id !== 'samples')) {
    const csv = renderCsv(table, analyzed(withExternals(fixtureDocument(), [external])));
    const fractions = csv.match(/(?<=,)-?\d+\.\d+(?=[,\r])/g) ?? [];
    expect(fractions.length).toBeGreaterThan(0);
    for (const text of fractions) {
      expect(text.replace(/^-?0?\.?0*/, '').replace('.', '').length).toBeLessThanOrEqual(7);
    }
  }
});

it('the samples are those of the document, whole calls and passes', () => {
  const rows = rowsOf('samples');
  const outcome = document.outcomes.find(({ cell }) => cell.implementation === 'two-pass')!;
  if (outcome.status !== 'measured') throw new Error('not measured');
  const own = rows.filter((row) => row.implementation === 'two-pass' && row.columns === 4096);
  expect(own.filter((row) => row.pass === null).map((row) => row.durationNs)).toEqual(
    outcome.durationsNs,
  );
  expect(own.filter((row) => row.pass === 'ext-scale').map((row) => row.durationNs)).toEqual(
    outcome.passDurationsNs![1],
  );
});

it.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\n=1', `"'\n=1"`],
  ['\u00a0=1', `'\u00a0=1`],
  ['\u200b=1', `'\u200b=1`],
  ['\ufeff=1', `'\ufeff=1`],
  ['\u0000=1', `'\u0000=1`],
  ['\r', `"'\r"`],
  ['a,b', '"a,b"'],
  ['a\nb', '"a\nb"'],
  ['a\rb', '"a\rb"'],
  ['say "x"', '"say ""x"""'],
])('a CPU called %j is the field %s', (cpuModel, field) => {
  const machine = { ...document.machine, cpuModel };
  const [first] = document.outcomes;
  const csv = renderCsv(tableOf('summary'), analyzed({ ...document, machine, outcomes: [first!] }));
  const row = csv.slice(csv.indexOf('\r\n') + 2);
  expect(row).toContain(`,,${field},,`);
});

function rowsOf(id: string): Record<string, unknown>[] {
  return [...jsonRows(tableOf(id), analyzed(document))].map(
    (row) => JSON.parse(row) as Record<string, unknown>,
  );
}

function tableOf(id: string): Table {
  return tables.find((table) => table.id === id)!;
}

function analyzed(of: ResultDocument): AnalyzedResult {
  return { document: of, analysis: analyzeCells(of) };
}
