// Tries changed results, configs, folders, flags and machines: node dist/scripts/fuzz.js [minutes] [seed]
// What the program takes wrongly is stored in src/testing/fuzz/findings, where a test tries it again. Ends with 1 when
// there is any.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

import { packageRoot } from '../src/package-root.js';

const [minutes = 1, firstSeed = 1] = process.argv.slice(2).map(Number);
console.log(`fuzzing for ${minutes} min from seed ${firstSeed}`);

const root = packageRoot();
const folder = join(root, 'dist', 'fuzz');
const script = join(folder, `main-${process.pid}.mjs`);
const casePath = join(folder, `case-${process.pid}.json`);
mkdirSync(folder, { recursive: true });
// From the sources: what the tests use is not in dist.
await build({
  entryPoints: [join(root, 'src', 'testing', 'fuzz', 'main.ts')],
  outfile: script,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});

/** An input that takes longer has no end: the commands of a folder may take a minute each. */
const stallMs = 240_000;
const endMs = Date.now() + 60_000 * minutes;
let isClean = true;
for (let seed = firstSeed; Date.now() < endMs; seed += 1) {
  const seconds = (endMs - Date.now()) / 1000;
  const args = ['--max-old-space-size=1024', script, String(seed), String(seconds), casePath];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const watch = setInterval(() => {
    const written = statSync(casePath, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - written > stallMs) child.kill('SIGKILL');
  }, 5000);
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearInterval(watch);
  if (exitCode !== 0) isClean = false;
  if (exitCode === 0 || exitCode === 1) break;
  storeLastCase(`ended by ${signal ?? `exit code ${exitCode}`}`, seed);
}
for (const path of [casePath, script]) rmSync(path, { force: true });
process.exitCode = isClean ? 0 : 1;

function storeLastCase(problem: string, seed: number): void {
  const finding = { ...(JSON.parse(readFileSync(casePath, 'utf8')) as object), problem };
  const path = join(root, 'src', 'testing', 'fuzz', 'findings', `ended-${seed}.json`);
  writeFileSync(path, `${JSON.stringify(finding, null, 2)}\n`);
  console.log(`${path}: ${problem}`);
}
