import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Comparison } from '../compare/comparison.js';
import { reduceRun } from '../compare/reduce.js';
import { parquetParts } from '../reports/formats/render-parquet.js';
import { sweepsFileTable } from '../reports/formats/sweeps-table.js';
import { openAtomically } from '../storage/atomic-file.js';
import { writeDocument } from '../storage/store.js';
import { simulatedNode } from '../testing/simulated-fleet.js';
import { syntheticRun } from '../testing/synthetic-machine.js';
import { compareCommand } from './compare.js';
import type { CompareFlags } from './compare-flags.js';
import { exportCommand } from './export.js';
import { galleryCommand } from './gallery.js';
import type { Io } from './io.js';

let folder: string;
let results: string;
let fleet: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'softmax-bench-fleet-'));
  results = mkdtempSync(join(folder, 'results-'));
  fleet = join(folder, 'fleet.parquet');
  for (const [index, speed] of [1, 1.5, 1.02].entries()) {
    const document = syntheticRun({ name: `Machine ${index}`, speed, seed: index + 1 });
    writeDocument(join(results, `${index}.json`), document);
  }
  await exportSweeps([results], fleet);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a table of sweeps', () => {
  it('compares as the results do that it was made of', async () => {
    const [ofTable, ofResults] = [await compare([fleet]), await compare([results])];
    const withoutPaths = ({ stdout }: Written): Comparison =>
      JSON.parse(stdout, (key, value: unknown) => (key === 'paths' ? [] : value)) as Comparison;
    expect(withoutPaths(ofTable)).toEqual(withoutPaths(ofResults));
    expect(ofTable.stderr).toBe('');
    const again = await compare([join(folder, '*.parquet'), results]);
    expect(withoutPaths(again).machines).toEqual(withoutPaths(ofTable).machines);
    expect(again.stderr).toMatch(/0\.json: the same run as .*fleet\.parquet, which is compared/);
  });

  it('is made of tables, too, and of derived files as of results', async () => {
    const copy = join(folder, 'copy.parquet');
    expect(readdirSync(results).filter((name) => name.endsWith('.reduced.json'))).toHaveLength(3);
    for (const source of [results, fleet]) {
      await exportSweeps([source], copy);
      expect(readFileSync(copy)).toEqual(readFileSync(fleet));
    }
    rmSync(copy);
  });

  it('holds a fleet, of which the slow machines are found', async () => {
    const template = reduceRun(syntheticRun({ name: 'any', roundCount: 12 }));
    const path = join(folder, 'simulated.parquet');
    const file = openAtomically(path);
    const nodes = Array.from({ length: 300 }, (_, index) =>
      simulatedNode(template, {
        cpuModel: `CPU ${index % 3}`,
        label: `node-${index}`,
        startedAtUtc: new Date(Date.UTC(2026, 0, 10) + index * 60_000).toISOString(),
        seed: index + 1,
        memoryFactor: (1 + (index % 3) / 2) * (index % 100 === 7 ? 1.2 : 1),
      }),
    );
    for await (const part of parquetParts(sweepsFileTable, nodes, 'test')) file.write(part);
    file.commit();
    const { machines, fleet: found } = JSON.parse((await compare([path])).stdout) as Comparison;
    rmSync(path);
    expect(machines).toHaveLength(300);
    const slow = found!.machines.filter(({ cause }) => cause !== null);
    expect(slow.map(({ machine, cause }) => `${machine} ${cause!}`).sort()).toEqual([
      'node-107 memory',
      'node-207 memory',
      'node-7 memory',
    ]);
  });

  it('makes a gallery without pages of machines', async () => {
    const out = join(folder, 'site');
    const written = output();
    await galleryCommand(fleet, { out }, written.io);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).toContain('Machine 2');
    expect(page).not.toMatch(/href="(machines|results)\//);
    expect(readdirSync(join(out, 'machines'))).toEqual([]);
    expect(written.stderr).toBe('3 machines have no page: a table of sweeps holds no samples\n');
  });

  it('is refused with one line where nothing can be compared', async () => {
    const bad = join(folder, 'bad.parquet');
    writeFileSync(bad, readFileSync(fleet).subarray(0, 5000));
    const summary = join(folder, 'summary.parquet');
    await exportCommand([results], { format: 'parquet', out: summary }, output().io);
    const written = output();
    await expect(compareTo([bad, summary], written.io)).rejects.toThrow(
      'nothing to compare: expected at least two results, got 0 and 2 that could not be used',
    );
    const lines = written.stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^warning: .*bad\.parquet: it is not parquet \(.*\); perhaps it was cut/,
    );
    expect(lines[1]).toMatch(/summary\.parquet: it holds the table summary, expected sweeps/);
    await expect(exportSweeps([bad], join(folder, 'x.parquet'))).rejects.toThrow(/is not parquet/);
    expect(existsSync(join(folder, 'x.parquet'))).toBe(false);
  });
});

async function exportSweeps(paths: readonly string[], out: string): Promise<void> {
  await exportCommand(paths, { format: 'parquet', table: 'sweeps', out }, output().io);
}

async function compare(paths: readonly string[]): Promise<Written> {
  const written = output();
  await compareTo(paths, written.io);
  return written;
}

function compareTo(paths: readonly string[], io: Io): Promise<number> {
  const flags: CompareFlags = {
    metric: 'time',
    by: 'element-count',
    targets: 'same',
    format: 'json',
  };
  return compareCommand(paths, flags, io);
}

interface Written {
  readonly stdout: string;
  readonly stderr: string;
}

function output(): Written & { readonly io: Io } {
  const written = { stdout: '', stderr: '' };
  const io: Io = {
    stdout: (text) => (written.stdout += text),
    stderr: (text) => (written.stderr += text),
    columns: 80,
    isInteractive: false,
    color: false,
  };
  return Object.assign(written, { io });
}
