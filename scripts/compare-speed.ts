// Times compare: node dist/scripts/compare-speed.js <result.json> [count]
// Makes so many results (1000 without a count) from one by seeded perturbation, each of a machine of its own, and
// compares them: once without the reduced files, which that leaves behind, then with them. What is measured is
// the whole process, from start to exit.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { readDocument, writeDocument } from '../src/storage/store.js';
import { perturbedDocument } from './perturb.js';

const cli = join(packageRoot(), 'dist', 'src', 'cli.js');
const tellUsage =
  'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=' +
  'process.resourceUsage();process.stderr.write(`maxRssKib=${maxRSS} cpuUs=${userCPUTime+systemCPUTime}`)})';

/** Compares what is in the folder, and prints what that took. */
function measure(label: string, folder: string, format: string, limits: string): void {
  const out = join(folder, 'out');
  const startMs = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', tellUsage, cli, 'compare', folder, '--format', format, '-o', out],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const seconds = (performance.now() - startMs) / 1000;
  if (status !== 0) throw new Error(stderr);
  const [, rssKib, cpuUs] = (/maxRssKib=(\d+) cpuUs=(\d+)/.exec(stderr) ?? []).map(Number);
  console.log(
    `${label}: ${seconds.toFixed(2)} s (${(cpuUs! / 1e6).toFixed(2)} s of CPU), ` +
      `${(rssKib! / 1024).toFixed(0)} MiB${limits}`,
  );
}

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
  measure(`${count} results, read for the first time`, folder, 'json', '');
  for (const format of ['terminal', 'json', 'html']) {
    measure(`${count} reduced results, ${format}`, folder, format, ' (at most 5 s, 400 MB)');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
