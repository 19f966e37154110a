// What `scripts/faults.ts` starts, with the same arguments.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MeasuredOutcome } from '../../src/model/outcome.js';
import type { ResultDocument } from '../../src/model/result.js';
import { packageRoot } from '../../src/package-root.js';
import { findRun } from '../../src/run/stored-run.js';
import { createRandom } from '../../src/statistics/random.js';
import { resultFileName, writeDocument } from '../../src/storage/store.js';
import { faultKinds, kill, makeGroup, mountSmall, type FaultKind } from './kinds.js';

const [countText = '60', seedText = '1'] = process.argv.slice(2);
const count = Number(countText);
const random = createRandom(Number(seedText));
const faultsOfRun = 10;
/** Some runs are hit while they start. The others are hit so much later than their first answer, at most. */
const startShare = 0.2;
const longestStartMs = 1500;
const longestWaitMs = 800;
const endMs = 120_000;

const root = packageRoot();
const cli = join(root, 'dist', 'program', 'cli.js');
const preload = new URL('./preload.js', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-faults-'));
const log = join(folder, 'visits.log');
const mounted = join(folder, 'disk');
const isMounted = mountSmall(mounted);
const group = makeGroup();
const kinds = faultKinds.filter(
  ({ requires }) => (requires !== 'mount' || isMounted) && (requires !== 'group' || group !== null),
);

const small = [
  '--sizes',
  '100',
  '--llc',
  '64Ki',
  '--targets',
  'js',
  '--algorithms',
  'two-pass,copy',
];
// The disk has room for what so many seconds may write.
const endless = ['--rounds', '1000000', '--budget', '60', '--processes', '1', '--threads', '1'];
const injected = new Map<string, number>();
const losses: string[] = [];
let mostMissing = 0;
let answeredTotal = 0;

function startRun(out: string, isResumed: boolean, preloadFault: string) {
  const flags = isResumed ? ['--resume', out] : [...small, ...endless, '--out', out];
  const command = [process.execPath, cli, 'run', '--quiet', ...flags];
  const inGroup = group === null ? '' : `echo $$ > ${group}/cgroup.procs; `;
  const child = spawn('bash', ['-c', `${inGroup}exec "$@"`, '-', ...command], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${preload}`,
      FAULT: preloadFault,
      FAULT_LOG: log,
    },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    stderr,
  }));
  return { child, ended };
}

/** By cell. */
function samplesOf(document: ResultDocument | null): ReadonlyMap<string, MeasuredOutcome> {
  const measured = (document?.outcomes ?? []).flatMap((outcome) => {
    if (outcome.status === 'measured') return outcome;
    return outcome.status === 'failed' ? (outcome.measured ?? []) : [];
  });
  return new Map(measured.map((outcome) => [outcome.cell.id, outcome]));
}

/** What of the samples before is not there any more; null when all is. */
function lossBetween(before: ResultDocument | null, after: ResultDocument | null): string | null {
  const now = samplesOf(after);
  for (const [id, { durationsNs }] of samplesOf(before)) {
    const kept = now.get(id)?.durationsNs.slice(0, durationsNs.length) ?? [];
    if (JSON.stringify(kept) !== JSON.stringify(durationsNs)) return `samples of ${id}`;
  }
  return null;
}

function visitCountOf(document: ResultDocument | null): number {
  return [...samplesOf(document).values()].reduce((sum, { noise }) => sum + noise.round.length, 0);
}

function answeredCount(): number {
  try {
    return readFileSync(log, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

async function untilAnswered(before: number): Promise<void> {
  const latest = performance.now() + endMs;
  while (answeredCount() === before && performance.now() < latest) await sleep(10);
}

/** What is in the folder, or what is wrong with it. */
function findChecked(out: string): ResultDocument | null | string {
  try {
    return findRun(out);
  } catch (error) {
    return String(error);
  }
}

/** One fault. Returns what is in the folder then. */
async function injectInto(out: string, kind: FaultKind, before: ResultDocument | null) {
  const answeredBefore = answeredCount();
  const isAtStart = random() < startShare;
  const waitMs = Math.floor(random() * (isAtStart ? longestStartMs : longestWaitMs));
  const at = 1 + Math.floor(random() * 40);
  const preloadFault = kind.preload === undefined ? '' : `${kind.preload} ${at}`;
  const { child, ended } = startRun(out, before !== null, preloadFault);
  const victim = { child, ended, group, random, mountedFolder: isMounted ? mounted : null };
  if (!isAtStart) await Promise.race([untilAnswered(answeredBefore), ended]);
  await Promise.race([sleep(waitMs), ended]);
  await kind.inject?.(victim);
  // What survives the fault measures on, and is then killed.
  await Promise.race([sleep(waitMs / 2), ended]);
  kill(child.pid);
  const { stderr } = await ended;
  const after = findChecked(out);
  const what = `${kind.name} ${waitMs} ms after the ${isAtStart ? 'start' : 'first answer'}`;
  if (typeof after === 'string') {
    losses.push(`${what}: ${after}`);
    return before;
  }
  const missing = answeredCount() - answeredBefore - (visitCountOf(after) - visitCountOf(before));
  mostMissing = Math.max(mostMissing, missing);
  const loss = lossBetween(before, after);
  if (loss !== null) losses.push(`${what}: ${loss}`);
  if (missing > (after?.plan.cells.length ?? 0)) losses.push(`${what}: ${missing} visits`);
  if (/^ {4}at /m.test(stderr)) losses.push(`${what}: stack trace: ${stderr}`);
  return after;
}

function failuresOf(document: ResultDocument | null): string {
  const failed = document?.outcomes.filter(({ status }) => status === 'failed') ?? [];
  return JSON.stringify(failed);
}

/** Resumes the run to its end, after two more rounds. */
async function finish(out: string, before: ResultDocument): Promise<void> {
  const rounds =
    3 +
    [...samplesOf(before).values()].reduce(
      (most, own) => Math.max(most, new Set(own.rounds).size),
      0,
    );
  const config = { ...before.plan.config, rounds: { minimum: rounds, maximum: rounds } };
  writeDocument(join(out, resultFileName), { ...before, plan: { ...before.plan, config } });
  const { child, ended } = startRun(out, true, '');
  const timer = setTimeout(() => {
    kill(child.pid);
  }, endMs);
  const { exitCode, stderr } = await ended;
  clearTimeout(timer);
  const after = findChecked(out);
  if (exitCode !== 0 || after === null || typeof after === 'string') {
    const failures = typeof after === 'string' ? after : failuresOf(after);
    losses.push(`--resume ended with ${exitCode}: ${stderr}${failures}`);
    return;
  }
  const loss = lossBetween(before, after);
  if (loss !== null) losses.push(`after --resume: ${loss}`);
  const isWhole = after.outcomes.every(({ status }) => status === 'measured');
  if (after.finishedAtUtc === null || !isWhole) losses.push('--resume did not measure everything');
}

console.log(`faults with seed ${seedText}: ${kinds.map(({ name }) => name).join(', ')}`);
try {
  for (let done = 0; done < count;) {
    const out = join(isMounted ? mounted : folder, `run-${done}`);
    let document: ResultDocument | null = null;
    rmSync(log, { force: true });
    for (let fault = 0; fault < faultsOfRun && done < count; fault += 1, done += 1) {
      const kind = kinds[Math.floor(random() * kinds.length)]!;
      document = await injectInto(out, kind, document);
      injected.set(kind.name, (injected.get(kind.name) ?? 0) + 1);
    }
    if (document !== null) await finish(out, document);
    rmSync(out, { recursive: true, force: true });
    answeredTotal += answeredCount();
    console.log(`${done} faults, ${losses.length} lost, ${answeredCount()} visits`);
  }
} finally {
  if (isMounted) spawnSync('umount', ['--lazy', mounted]);
  if (group !== null) rmdirSync(group);
  rmSync(folder, { recursive: true, force: true });
}
// Else the faults of answers were none, and nothing could be missing.
if (answeredTotal === 0) losses.push('no visit was seen');
for (const [name, number] of injected) console.log(`${name.padEnd(20)} ${number}`);
for (const loss of losses) console.log(`lost: ${loss}`);
console.log(`at most ${mostMissing} of ${answeredTotal} visits missing after a fault`);
process.exitCode = losses.length === 0 ? 0 : 1;
