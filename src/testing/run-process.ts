import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ResultDocument } from '../model/result.js';
import { packageRoot } from '../package-root.js';
import { readDocument, resultFileName } from '../storage/store.js';

/** The command line as users have it: the built one, in a process of its own. */
export const cliPath = join(packageRoot(), 'dist', 'program', 'cli.js');

/** How a process ended, and what it said. */
interface ProcessEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface StartedProcess {
  readonly child: ChildProcess;
  readonly end: Promise<ProcessEnd>;
}

/** Starts `softmax-bench run`, in a process group of its own, as a terminal has it. */
export function startRun(flags: readonly string[]): StartedProcess {
  return startProcess([process.execPath, cliPath, 'run', ...flags]);
}

/** Starts any command, in a process group of its own. */
export function startProcess([command = '', ...rest]: readonly string[]): StartedProcess {
  const child = spawn(command, rest, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const end = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    stdout,
    stderr,
  }));
  return { child, end };
}

/**
 * Flags of a run of 9 cells, an A/A control among them, on the js target, in one process: to start another takes
 * longer than all its rounds, of some milliseconds each. It writes reports, which take longer than all the rest.
 */
export function reportedRun(outputFolder: string, rounds: number): string[] {
  const sizes = ['--sizes', '100,2000', '--llc', '64Ki', '--targets', 'js'];
  const extent = [
    '--rounds',
    String(rounds),
    '--processes',
    '1',
    '--threads',
    '1',
    '--budget',
    '100',
    '--per-pass',
    '--cache-states',
    'cold-output',
  ];
  return [...sizes, ...extent, '--algorithms', 'core,copy', '--out', outputFolder];
}

/** As `reportedRun`, without reports. */
export function smallRun(outputFolder: string, rounds: number): string[] {
  return [...reportedRun(outputFolder, rounds), '--no-reports'];
}

/** Rounds of a run that ends only when it is ended. */
export const endlessRounds = 1_000_000;

/** Until the document holds samples of every cell, each in a first round of its shape. */
export async function firstRoundOf(outputFolder: string): Promise<void> {
  await untilDocument(outputFolder, ({ outcomes, plan }) => outcomes.length === plan.cells.length);
}

/** Until there is a document of which this is true. It is read again only when it was written again. */
export async function untilDocument(
  outputFolder: string,
  condition: (document: ResultDocument) => boolean,
): Promise<void> {
  const path = join(outputFolder, resultFileName);
  let looked = 0;
  await until(() => {
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (written === looked) return false;
    looked = written;
    return condition(readDocument(outputFolder));
  });
}

/** Until the run has written its document, before the first round. */
export async function beginOf(outputFolder: string): Promise<void> {
  await until(() => existsSync(join(outputFolder, resultFileName)));
}

/** Looks every 10 ms; never gives up, as tests have their own time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

/** @throws Error if it did not start. */
export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the command line did not start');
  return child.pid;
}

/** The measuring process of a run, which is its only child. Linux only. */
export function workerOf(child: ChildProcess): number {
  const pid = String(pidOf(child));
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}
