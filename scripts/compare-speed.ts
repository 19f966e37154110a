// Times compare: node dist/scripts/compare-speed.js <result.json> [count]
// Makes so many results (1000 without a count) from one by seeded perturbation, each of a machine of its own, and
// compares them: once without the reduced files, which that leaves behind, then with them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readDocument, writeDocument } from '../src/storage/store.js';
import { perturbedDocument } from './perturb.js';
import { timeCli } from './time-cli.js';

const [sourcePath, countText = '1000'] = process.argv.slice(2);
if (sourcePath === undefined) throw new Error('expected the path of a result.json');
const count = Number(countText);
const source = readDocument(sourcePath);
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-compare-speed-'));
try {
  for (let index = 0; index < count; index += 1) {
    const document = perturbedDocument(source, {
      seed: 1,
      index,
      machineSpread: 0.3,
      cellSpread: 0.05,
      sampleSpread: 0.01,
      cpuModel: `Machine ${index}`,
    });
    writeDocument(join(folder, `${index}.json`), document);
  }
  const compare = (label: string, limits: string, format: string): void => {
    timeCli(label, limits, ['compare', folder, '--format', format, '-o', join(folder, 'out')]);
  };
  compare(`${count} results, read for the first time`, '', 'json');
  for (const format of ['terminal', 'json', 'html']) {
    compare(`${count} reduced results, ${format}`, 'at most 5 s and 400 MB', format);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
