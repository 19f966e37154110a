import { describe, expect, it } from 'vitest';

import { analyzeCells } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { jsonRows } from './json-rows.js';
import { renderCsv } from './render-csv.js';
import type { AnalyzedResult, Table } from './table.js';
import { tables } from './tables.js';

const document = syntheticDocument({
  trueNs: (algorithm, count) => (algorithm.length * count) / 16,
  algorithms: ['three-pass-recompute', 'two-pass', 'two-pass-skeleton', 'copy', 'libc-memcpy'],
  elementCounts: [4096, 2 ** 25],
  roundCount: 6,
  samplesPerRound: 1,
  perPass: true,
});

describe.each(tables.map((table) => [table.id, table] as const))('the table %s', (id, table) => {
  const csv = renderCsv(table, analyzed(document));

  it('is as the golden file shows', async () => {
    await expect(csv).toMatchFileSnapshot(`../../testing/golden/${id}.csv`);
  });

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

it('the summary has the columns that others rely on', () => {
  const [header] = renderCsv(tableOf('summary'), analyzed(document)).split('\r\n');
  const promised =
    'run_id cpu_model algorithm target thread_count cache_state element_count footprint_bytes ' +
    'region sample_count median_ns ci95_low_ns ci95_high_ns ns_per_element useful_gb_per_s ' +
    'pass_gb_per_s bus_gb_per_s memcpy_fraction predicted_by_pass_bytes_ns ' +
    'predicted_by_bus_bytes_ns skeleton_ns verdict';
  expect(header!.split(',')).toEqual(expect.arrayContaining(promised.split(' ')));
});

it('the samples are those of the document, whole calls and passes', () => {
  const rows = [...jsonRows(tableOf('samples'), analyzed(document))].map(
    (row) => JSON.parse(row) as Record<string, unknown>,
  );
  const outcome = document.outcomes.find(({ cell }) => cell.algorithm === 'two-pass')!;
  if (outcome.status !== 'measured') throw new Error('not measured');
  const own = rows.filter((row) => row.algorithm === 'two-pass' && row.elementCount === 4096);
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
  ['a,b', '"a,b"'],
  ['a\nb', '"a\nb"'],
  ['a\rb', '"a\rb"'],
  ['say "x"', '"say ""x"""'],
])('a CPU called %j is the field %s', (cpuModel, field) => {
  const machine = { ...document.machine, cpuModel };
  const [first] = document.outcomes;
  const csv = renderCsv(tableOf('summary'), analyzed({ ...document, machine, outcomes: [first!] }));
  const afterRunId = csv.slice(csv.indexOf(',', csv.indexOf('\r\n')) + 1);
  expect(afterRunId.slice(0, field.length + 1)).toBe(`${field},`);
});

function tableOf(id: string): Table {
  return tables.find((table) => table.id === id)!;
}

function analyzed(of: ResultDocument): AnalyzedResult {
  return { document: of, analysis: analyzeCells(of) };
}
