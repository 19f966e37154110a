import { join } from 'node:path';

import { analyze } from '../analysis/analyze.js';
import type { PassedOver } from '../backends/backend.js';
import { findingsThatMatter } from '../doctor/diagnose.js';
import type { Finding } from '../doctor/finding.js';
import { lockFolder } from '../document/lock.js';
import type { ResultDocument } from '../document/result.js';
import {
  findDocument,
  prepareOutputFolder,
  readDocument,
  resultFileName,
} from '../document/store.js';
import { SoftmaxBenchError, exitCodes } from '../errors.js';
import { runSession, type SessionEvents } from '../measure/session.js';
import { forkWorker } from '../measure/worker-client.js';
import { renderTerminalReport } from '../reports/terminal/terminal.js';
import { formatBytes, formatCount } from '../units.js';
import type { RunOptions } from './flags.js';
import type { Io } from './io.js';
import { defaultOutputFolder } from './output-folder.js';
import { createProgressLine, type ProgressLine } from './progress-line.js';
import { RunDocument } from './run-document.js';
import { newRun, resumedRun, type RunStart } from './run-start.js';
import { runTraitsOf } from './run-traits.js';

/** More would not be read; `doctor` shows all. */
const toldFindingCount = 3;

/**
 * Measures, or goes on with measuring, writes result.json before the first and after every round, and at the
 * end prints and writes the reports. Aborting `signal` ends the measuring at once; the reports are then of
 * what there is.
 * @returns the exit code: 1 if a cell failed, 130 if interrupted.
 * @throws SoftmaxBenchError for what cannot be done as asked, most of it before anything is measured.
 */
export async function runCommand(
  options: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const now = new Date();
  const { resumedFolder } = options;
  if (resumedFolder !== null) return await resume(resumedFolder, now, options, io, signal);
  const start = newRun(options, now);
  const folder = options.outputFolder ?? defaultOutputFolder(start.head.machine.cpuModel, now);
  prepareOutputFolder(folder);
  return await withLock(folder, async () => {
    if (holdsUnfinishedWork(folder)) {
      throw new SoftmaxBenchError(
        `${folder} holds an interrupted run; go on with it by --resume ${folder}, choose another folder with --out, or delete ${join(folder, resultFileName)}`,
      );
    }
    return await measure(start, folder, options, io, signal);
  });
}

/** Whether there are samples that a new run would overwrite before anybody has seen a report of them. */
function holdsUnfinishedWork(folder: string): boolean {
  const document = findDocument(folder);
  return (
    document?.finishedAtUtc === null &&
    document.outcomes.some(({ status }) => status === 'measured')
  );
}

/** A run that is complete may still lack its reports, if it was killed while they were written. */
async function resume(
  folder: string,
  now: Date,
  options: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  // Reading comes first: a folder that holds no run is not written to.
  readDocument(folder);
  prepareOutputFolder(folder);
  return await withLock(folder, async () => {
    const document = readDocument(folder);
    if (document.finishedAtUtc === null) {
      return await measure(resumedRun(document, folder, now), folder, options, io, signal);
    }
    io.stderr(`${folder} is complete: nothing is left to measure\n`);
    await report(document, folder, io);
    return exitCodeOf(document);
  });
}

async function withLock(folder: string, task: () => Promise<number>): Promise<number> {
  const free = lockFolder(folder);
  try {
    return await task();
  } finally {
    free();
  }
}

async function measure(
  start: RunStart,
  folder: string,
  { isQuiet }: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const { plan, machine, findings } = start.head;
  tellFindings(findingsThatMatter(findings, runTraitsOf(plan, machine)), io);
  tellBroken(start.passedOver, io);
  const document = new RunDocument(join(folder, resultFileName), start);
  document.write(start.previous);
  const nowMs = () => performance.now();
  const progress = createProgressLine(isQuiet ? null : io, plan.config.processes, nowMs);
  const end = await runSession({
    plan,
    previous: start.previous,
    regions: start.regions,
    lastLevelCacheBytes: machine.lastLevelCacheBytes,
    forkWorker,
    nowMs,
    signal,
    events: sessionEvents(document, plan.cells.length, progress, io),
  }).finally(() => {
    progress.clear();
  });

  if (signal.aborted) {
    const partial = document.write(end.outcomes);
    const isAnything = end.outcomes.some(({ status }) => status === 'measured');
    const what = isAnything ? `what was measured is in ${document.path}` : 'nothing was measured';
    io.stderr(`interrupted; ${what}; go on with: softmax-bench run --resume ${folder}\n`);
    if (isAnything) await report(partial, folder, io);
    return exitCodes.interrupted;
  }
  const finished = document.finish(end.outcomes, end.measuredPeakBytes);
  await report(finished, folder, io);
  return exitCodeOf(finished);
}

function exitCodeOf({ outcomes }: ResultDocument): number {
  const hasFailed = outcomes.some(({ status }) => status === 'failed');
  return hasFailed ? exitCodes.failure : exitCodes.ok;
}

/** Native kernels that are there and do not load: a run goes on with the next best, and says so. */
function tellBroken(passedOver: readonly PassedOver[], io: Io): void {
  for (const { candidate, reason } of passedOver.filter(({ isBroken }) => isBroken)) {
    io.stderr(`warning: kernels passed over: ${candidate}: ${reason}\n`);
  }
}

/** Shows the result, and writes every report of it beside it. */
async function report(result: ResultDocument, folder: string, io: Io): Promise<void> {
  const analysis = analyze(result);
  io.stdout(renderTerminalReport(analysis, io));
  // Imported now that nothing is being measured any more.
  const { writeReports } = await import('./written-reports.js');
  const names = await writeReports(folder, result, analysis);
  io.stdout(`\n${[...names, resultFileName].map((name) => `${join(folder, name)}\n`).join('')}`);
}

function tellFindings(findings: readonly Finding[], { stderr }: Io): void {
  for (const { severity, what, remedy } of findings.slice(0, toldFindingCount)) {
    stderr(`${severity}: ${what} ${remedy}\n`);
  }
  const hiddenCount = findings.length - toldFindingCount;
  if (hiddenCount > 0) stderr(`${hiddenCount} more: softmax-bench doctor\n`);
}

function sessionEvents(
  document: RunDocument,
  cellCount: number,
  progress: ProgressLine,
  io: Io,
): SessionEvents {
  return {
    announced: (peakBytes) => {
      document.announce(peakBytes);
      const cells = `${formatCount(cellCount)} ${cellCount === 1 ? 'cell' : 'cells'}`;
      progress.tell(`measuring ${cells} with at most ${formatBytes(peakBytes)} of memory\n`);
    },
    opened: (backends) => {
      document.open(backends);
    },
    visited: (visit) => {
      progress.show(visit);
    },
    cellFailed: (cell, message) => {
      progress.clear();
      io.stderr(`failed: ${cell.id}: ${message}\n`);
    },
    roundFinished: (outcomes) => {
      document.write(outcomes);
    },
  };
}
