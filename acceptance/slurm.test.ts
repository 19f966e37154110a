import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { slurmScript } from '../src/cli/fleet/slurm.js';
import type { ResultDocument } from '../src/model/result.js';
import { packageRoot } from '../src/package-root.js';

// The real Slurm, with four nodes that are four daemons on this computer.

const nodeCount = 4;
const cli = join(packageRoot(), 'dist', 'program', 'cli.js');
const isThere = ['slurmctld', 'slurmd', 'munged'].every((name) => existsSync(`/usr/sbin/${name}`));
const isRoot = process.getuid?.() === 0;

describe.skipIf(!isThere || !isRoot)('a job array of Slurm', () => {
  const root = mkdtempSync(join(os.tmpdir(), 'softmax-bench-slurm-'));
  const daemons: ChildProcess[] = [];
  const work = join(root, 'work');
  const folder = join(work, 'fleet');

  beforeAll(async () => {
    chmodSync(root, 0o755);
    mkdirSync(folder, { recursive: true });
    startMunge(daemons);
    writeConfig(root);
    process.env.SLURM_CONF = join(root, 'slurm.conf');
    daemons.push(daemon('slurmctld', ['-D', '-i', '-f', join(root, 'slurm.conf')], root));
    for (let node = 0; node < nodeCount; node += 1) {
      const name = `node${node}`;
      daemons.push(daemon('slurmd', ['-D', '-N', name, '-f', join(root, 'slurm.conf')], root));
    }
    await until('nodes are idle', () => nodesIn('idle') === nodeCount, 60_000);
  }, 90_000);

  afterAll(() => {
    for (const process of daemons.toReversed()) process.kill('SIGTERM');
  });

  it('measures every node, survives a drained node and a requeued task, and compares the results', async () => {
    const script = join(work, 'job.sh');
    const flags =
      '--preset quick --sizes 4096,65536 --algorithms core,read,copy --rounds 12 --no-probe';
    const job = { nodeCount, timeLimitSeconds: 300, folder: 'fleet', runFlags: flags };
    writeFileSync(script, slurmScript(job));
    process.env.SOFTMAX_BENCH = `${process.execPath} ${cli}`;
    const id = slurm('sbatch', ['--parsable', script], work);
    const comparing = slurm(
      'sbatch',
      ['--parsable', '--array=0', `--dependency=afterany:${id}`, script, 'compare'],
      work,
    );
    const first = await runningTask(id);
    slurm('scontrol', ['update', 'nodename=node3', 'state=drain', 'reason=test']);
    await until('a task has samples', () => hasSamples(join(folder, `${id}-${first}`)), 60_000);
    slurm('scontrol', ['requeue', `${id}_${first}`]);
    await until('the task ended', () => !isActive(`${id}_${first}`, 'RUNNING,COMPLETING'), 60_000);
    const interrupted = resultOf(join(folder, `${id}-${first}`));
    // A requeued job waits for two minutes otherwise.
    slurm('scontrol', ['update', `jobid=${id}_${first}`, 'starttime=now']);
    await until('all tasks ended', () => !isActive(id), 300_000);
    await until('the comparison ended', () => !isActive(comparing), 60_000);

    const results = Array.from({ length: nodeCount }, (_, task) =>
      resultOf(join(folder, `${id}-${task}`)),
    );
    expect(results.map(({ finishedAtUtc }) => finishedAtUtc !== null)).toEqual(
      Array.from({ length: nodeCount }, () => true),
    );
    expect(results.map(({ allocation }) => allocation?.scheduler)).toEqual(
      Array.from({ length: nodeCount }, () => 'slurm'),
    );
    expect(interrupted.finishedAtUtc).toBeNull();
    expect(results[first]?.resumedAtUtc).toHaveLength(1);
    expect(readFileSync(join(folder, 'comparison.html'), 'utf8')).toContain('<h1');
  }, 420_000);
});

function writeConfig(root: string): void {
  const host = os.hostname();
  const nodes = Array.from(
    { length: nodeCount },
    (_, node) =>
      `NodeName=node${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${17_010 + node} CPUs=${os.cpus().length} RealMemory=512 State=UNKNOWN`,
  );
  writeFileSync(
    join(root, 'slurm.conf'),
    `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=17001
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=${root}/state
SlurmdSpoolDir=${root}/spool-%n
SlurmctldPidFile=${root}/slurmctld.pid
SlurmdPidFile=${root}/slurmd-%n.pid
SlurmctldLogFile=${root}/slurmctld.log
SlurmdLogFile=${root}/slurmd-%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/linear
ReturnToService=2
MpiDefault=none
KillWait=10
${nodes.join('\n')}
PartitionName=all Nodes=node[0-${nodeCount - 1}] Default=YES MaxTime=INFINITE State=UP
`,
  );
  for (const name of ['state', ...Array.from({ length: nodeCount }, (_, n) => `spool-node${n}`)]) {
    mkdirSync(join(root, name), { recursive: true });
  }
}

/** It authenticates the daemons to each other; one that runs already will do. */
function startMunge(daemons: ChildProcess[]): void {
  if (existsSync('/run/munge/munge.socket.2')) return;
  execFileSync('install', ['-d', '-o', 'munge', '-g', 'munge', '-m', '755', '/run/munge']);
  const owner = ['-u', 'munge', '--', '/usr/sbin/munged', '--foreground', '--force'];
  daemons.push(spawn('runuser', owner, { stdio: 'ignore' }));
}

function daemon(name: string, flags: readonly string[], root: string): ChildProcess {
  return spawn(`/usr/sbin/${name}`, flags, {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, SLURM_CONF: join(root, 'slurm.conf') },
  });
}

function slurm(
  command: string,
  flags: readonly string[],
  cwd = os.tmpdir(),
  mayFail = false,
): string {
  try {
    return execFileSync(command, flags, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (error) {
    if (mayFail) return '';
    throw error;
  }
}

function nodesIn(state: string): number {
  const lines = slurm('sinfo', ['-h', '-N', '-t', state, '-o', '%N'], undefined, true);
  return lines === '' ? 0 : new Set(lines.split('\n')).size;
}

/** Slurm lists a job for some minutes after its end. */
function isActive(job: string, states = 'PENDING,RUNNING,COMPLETING,SUSPENDED'): boolean {
  return slurm('squeue', ['-h', '-j', job, '-t', states], undefined, true) !== '';
}

/** The number of a task that runs. */
async function runningTask(job: string): Promise<number> {
  let tasks: readonly string[] = [];
  await until(
    'tasks run',
    () => {
      const text = slurm('squeue', ['-h', '-j', job, '-t', 'RUNNING', '-o', '%K'], undefined, true);
      tasks = text.split('\n').filter((line) => /^\d+$/.test(line));
      return tasks.length > 0;
    },
    60_000,
  );
  return Number(tasks[0]);
}

function resultOf(folder: string): ResultDocument {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as ResultDocument;
}

function hasSamples(folder: string): boolean {
  const journal = join(folder, '.result.journal');
  return existsSync(journal) && readFileSync(journal).length > 0;
}

async function until(what: string, isDone: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isDone()) {
    if (performance.now() > end) throw new Error(`not so in ${limitMs / 1000} s: ${what}`);
    await sleep(500);
  }
}
