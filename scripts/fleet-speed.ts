// Times a fleet: node dist/scripts/fleet-speed.js <result.json> [runs] [results]
// Makes so many runs (10000 without a count) of one result by seeded perturbation, each of a node of its own on one of eight
// CPUs, in one parquet file, which is then compared and asked the questions of docs/fleet.md by DuckDB. Exports so
// many results (1000) to parquet, from the results and then from their reduced files.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import type { ReducedRun } from '../src/compare/compared-run.js';
import { reduceRun } from '../src/compare/reduce.js';
import { packageRoot } from '../src/package-root.js';
import { parquetParts } from '../src/reports/formats/render-parquet.js';
import { sweepsFileTable } from '../src/reports/formats/sweeps-table.js';
import { openAtomically } from '../src/storage/atomic-file.js';
import { readDocument, writeDocument } from '../src/storage/store.js';
import { simulatedNode } from '../src/testing/simulated-fleet.js';
import { perturbedDocument } from './perturb.js';
import { timeCli } from './time-cli.js';

const [sourcePath, runText = '10000', resultText = '1000'] = process.argv.slice(2);
if (sourcePath === undefined) throw new Error('expected the path of a result.json');
const [runCount, resultCount] = [Number(runText), Number(resultText)];
const source = readDocument(sourcePath);
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-fleet-speed-'));
try {
  const fleet = join(folder, 'fleet.parquet');
  await writeFleet(fleet);
  const megabytes = (statSync(fleet).size / 1e6).toFixed(0);
  for (const format of ['terminal', 'json', 'html']) {
    const out = join(folder, 'out');
    timeCli(`compare ${runCount} runs (${megabytes} MB), ${format}`, 'at most 10 s and 1 GB', [
      ...['compare', fleet, '--format', format, '-o', out],
    ]);
    console.log(`  ${(statSync(out).size / 1e6).toFixed(1)} MB of ${format}`);
  }
  await askQueries(fleet);
  exportResults();
} finally {
  rmSync(folder, { recursive: true });
}

function* nodes(): Generator<ReducedRun> {
  const template = reduceRun(source);
  const start = Date.parse('2026-01-10T00:00:00Z');
  for (let index = 0; index < runCount; index += 1) {
    yield simulatedNode(template, {
      cpuModel: `CPU ${index % 8}`,
      label: `node-${index}`,
      startedAtUtc: new Date(start + index * 60_000).toISOString(),
      seed: index + 1,
      cacheFactor: 1 + (index % 8) / 20,
      memoryFactor: (1 + (index % 8) / 10) * (index % 500 === 0 ? 1.2 : 1),
    });
  }
}

async function writeFleet(path: string): Promise<void> {
  const file = openAtomically(path);
  for await (const part of parquetParts(sweepsFileTable, nodes(), 'fleet-speed')) file.write(part);
  file.commit();
}

async function askQueries(fleet: string): Promise<void> {
  const prices = join(folder, 'prices.csv');
  const lines = Array.from(
    { length: 8 },
    (_, index) => `CPU ${index},${source.machine.logicalCpuCount},${(index + 1) / 10}`,
  );
  writeFileSync(prices, ['cpu_model,logical_cpu_count,usd_per_hour', ...lines, ''].join('\n'));
  const page = readFileSync(join(packageRoot(), 'docs', 'fleet.md'), 'utf8');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  for (const [, title, sql] of page.matchAll(/^### (.*)\n[^#]*?```sql\n([^`]*)```/gm)) {
    const startMs = performance.now();
    const reader = await connection.runAndReadAll(
      sql!.replaceAll('fleet.parquet', fleet).replaceAll('prices.csv', prices),
    );
    const seconds = ((performance.now() - startMs) / 1000).toFixed(2);
    console.log(`DuckDB, ${title!}: ${seconds} s, ${reader.currentRowCount} rows   at most 2 s`);
  }
  connection.closeSync();
  instance.closeSync();
}

function exportResults(): void {
  const results = mkdtempSync(join(folder, 'results-'));
  for (let index = 0; index < resultCount; index += 1) {
    const spreads = { machineSpread: 0.3, cellSpread: 0.05, sampleSpread: 0.01 };
    const cpuModel = `Machine ${index}`;
    const document = perturbedDocument(source, { seed: 1, index, cpuModel, ...spreads });
    writeDocument(join(results, `${index}.json`), document);
  }
  const timeExport = (label: string, limits: string, table: string): void => {
    const out = join(folder, `${table}.parquet`);
    const flags = ['--format', 'parquet', '--table', table, '-o', out];
    timeCli(label, limits, ['export', results, ...flags]);
    console.log(`  ${(statSync(out).size / 1e6).toFixed(1)} MB`);
  };
  timeExport(`${resultCount} results, summary`, 'at most 20 s', 'summary');
  timeExport(`${resultCount} results, sweeps`, 'at most 20 s', 'sweeps');
  timeExport(`${resultCount} reduced results, sweeps`, 'at most 5 s', 'sweeps');
}
