import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { reduceRun } from '../../compare/reduce.js';
import type { ReducedRun } from '../../compare/compared-run.js';
import { packageRoot } from '../../package-root.js';
import { openDuckDb, sqlText, type DuckDb } from '../../testing/duckdb.js';
import { simulatedNode, withAllThreads } from '../../testing/simulated-fleet.js';
import { syntheticRun } from '../../testing/synthetic-machine.js';
import { parquetParts } from './render-parquet.js';
import { sweepsFileTable } from './sweeps-table.js';

/** Nodes of each CPU, measured in January and in February. */
const nodeCount = 15;

let folder: string;
let duckDb: DuckDb;
let queries: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'softmax-bench-queries-'));
  const fleet = join(folder, 'fleet.parquet');
  const prices = join(folder, 'prices.csv');
  const parts: Uint8Array[] = [];
  for await (const part of parquetParts(sweepsFileTable, simulatedFleet(), 'test')) {
    parts.push(part);
  }
  writeFileSync(fleet, Buffer.concat(parts));
  writeFileSync(
    prices,
    'cpu_model,logical_cpu_count,usd_per_hour\nEven,8,0.2\nGaining,8,0.1\nLosing,8,0.4\n',
  );
  const page = readFileSync(join(packageRoot(), 'docs', 'fleet.md'), 'utf8');
  const found = [...page.matchAll(/^### (.*)\n[^#]*?```sql\n([^`]*)```/gm)];
  queries = new Map(
    found.map(([, title, sql]) => [
      title!,
      sql!
        .replaceAll("'fleet.parquet'", sqlText(fleet))
        .replaceAll("'prices.csv'", sqlText(prices)),
    ]),
  );
  expect(queries.size).toBe(page.match(/```sql/g)!.length);
  duckDb = await openDuckDb();
});

afterAll(() => {
  duckDb.close();
  rmSync(folder, { recursive: true });
});

function* simulatedFleet(): Generator<ReducedRun> {
  const one = reduceRun(syntheticRun({ name: 'any', roundCount: 12 }));
  const template = withAllThreads(one, 8);
  let seed = 0;
  for (const month of ['01', '02']) {
    for (const cpuModel of ['Even', 'Gaining', 'Losing']) {
      for (let node = 0; node < nodeCount; node += 1) {
        seed += 1;
        const isUpdated = cpuModel === 'Losing' && month === '02';
        yield simulatedNode(template, {
          cpuModel,
          label: `${cpuModel.toLowerCase()}-${node}`,
          startedAtUtc: `2026-${month}-10T00:00:${node + 10}.000Z`,
          seed,
          gainFactor: { Even: 0.8, Gaining: 1, Losing: 0.7 }[cpuModel]!,
          // The memory of one node is slow, and the clock of another.
          memoryFactor: (cpuModel === 'Even' && node === 3 ? 1.25 : 1) * (isUpdated ? 1.1 : 1),
          cacheFactor: cpuModel === 'Gaining' && node === 7 ? 1.15 : 1,
          operatingSystem: isUpdated ? 'Linux 7' : 'Linux 6',
        });
      }
    }
  }
}

it('names the slow nodes, with what they are slow in', async () => {
  const rows = await duckDb.query(queries.get('Which nodes are slow')!);
  expect(rows.map(({ node, figure }) => `${String(node)} ${String(figure)}`).sort()).toEqual([
    'even-3 DRAM copy',
    'even-3 DRAM softmax',
    'gaining-7 cache softmax',
  ]);
  for (const { node, percent_slower: percent, z } of rows) {
    expect(percent).toBeGreaterThan(node === 'even-3' ? 21 : 12);
    expect(percent).toBeLessThan(node === 'even-3' ? 29 : 18);
    expect(z).toBeGreaterThan(5);
  }
});

it('divides bandwidth by price', async () => {
  const rows = await duckDb.query(queries.get('Most copy bandwidth per dollar')!);
  expect(rows.map(({ cpu_model: model }) => model)).toEqual(['Gaining', 'Even', 'Losing']);
  for (const { threads, runs, copy_gb_per_s: copy, usd_per_hour: price, ...row } of rows) {
    expect({ threads, runs }).toEqual({ threads: 8, runs: 2 * nodeCount });
    expect(row.gb_per_s_per_usd_per_hour).toBeCloseTo((copy as number) / (price as number), -0.5);
  }
});

it('says where two-pass pays', async () => {
  const rows = await duckDb.query(queries.get('Where two-pass pays')!);
  const one = rows.filter(({ thread_count: threads }) => threads === 1);
  expect(one.map(({ cpu_model: model }) => model)).toEqual(['Gaining', 'Even', 'Losing']);
  const [gaining, even, losing] = one.map(({ significantly_faster: count }) => count as number);
  expect([gaining, losing]).toEqual([2 * nodeCount, 0]);
  // With no gain at all, by chance.
  expect(even).toBeLessThan(4);
  expect(one[2]).toMatchObject({ significantly_slower: 2 * nodeCount, runs: 2 * nodeCount });
  // By traffic 5 streams over 4 on the bus.
  expect(one[0]!.median_gain).toBeCloseTo(1.25, 1);
});

it('finds what an update changed, and nothing else', async () => {
  const rows = await duckDb.query(queries.get('What changed since the last month')!);
  expect(
    rows
      .map(({ cpu_model: model, thread_count: threads, figure }) =>
        [model, threads, figure].join(' '),
      )
      .sort(),
  ).toEqual(
    ['1 dram_copy', '1 dram_softmax', '8 dram_copy', '8 dram_softmax'].map(
      (figure) => `Losing ${figure}`,
    ),
  );
  for (const row of rows) {
    expect(row.percent_slower).toBeCloseTo(10, -0.5);
    expect(row).toMatchObject({ nodes: nodeCount, system_changed: true, build_changed: false });
  }
});
