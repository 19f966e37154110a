// Times compare: node dist/scripts/compare-speed.js <result.json> [count]
// Makes so many results (1000 without a count) from one by seeded perturbation, each of a machine of its own, and
// compares them. What is measured is the whole process, from start to exit.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readDocument, writeDocument } from '../src/storage/store.js';
import { packageRoot } from '../src/package-root.js';
import { perturbedDocument } from './perturb.js';

const [sourcePath, countText = '1000'] = process.argv.slice(2);
if (sourcePath === undefined) throw new Error('expected the path of a result.json');
const count = Number(countText);
const source = readDocument(sourcePath);
const cli = join(packageRoot(), 'dist', 'src', 'cli.js');
const tellMemory =
  'data:text/javascript,import{isMainThread}from"node:worker_threads";isMainThread&&process.on("exit",()=>' +
  'process.stderr.write(`maxRssKib=${process.resourceUsage().maxRSS}`))';
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
  for (const format of ['terminal', 'json', 'html']) {
    const startMs = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        tellMemory,
        cli,
        'compare',
        folder,
        '--format',
        format,
        '-o',
        join(folder, 'out'),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const seconds = (performance.now() - startMs) / 1000;
    if (status !== 0) throw new Error(stderr);
    const mebibytes = Number(/maxRssKib=(\d+)/.exec(stderr)?.[1]) / 1024;
    console.log(
      `${format.padEnd(9)} of ${count}: ${seconds.toFixed(2)} s, ${mebibytes.toFixed(0)} MiB (at most 10 s, 600 MB)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
