import { join } from 'node:path';

import { analyze } from '../analysis/analyze.js';
import type { PassedOver } from '../backends/backend.js';
import { loadRunConfig } from '../config/load-config.js';
import { findingsThatMatter } from '../machine/doctor/diagnose.js';
import type { Finding } from '../model/finding.js';
import type { ResultDocument } from '../model/result.js';
import { readDocument, resultFileName } from '../storage/store.js';
import { exitCodes } from '../errors.js';
import { renderTerminalReport } from '../reports/run/terminal.js';
import { formatBytes, formatCount } from '../units.js';
import type { RunOptions } from './run-flags.js';
import type { Io } from './io.js';
import { measureRun, type RunEvents } from '../run/measure-run.js';
import { defaultOutputFolder } from '../run/output-folder.js';
import { createProgressLine, type ProgressLine } from './progress-line.js';
import { inNewRunFolder, inRunFolder } from '../run/run-folder.js';
import { newRun, resumedRun, type RunStart } from '../run/run-start.js';
import { runTraitsOf } from '../run/run-traits.js';

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
  const start = newRun(loadRunConfig(options.config), options.label, now);
  const folder = options.outputFolder ?? defaultOutputFolder(start.head.machine.cpuModel, now);
  return await inNewRunFolder(folder, () => measureAndReport(start, folder, options, io, signal));
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
  return await inRunFolder(folder, async () => {
    const document = readDocument(folder);
    if (document.finishedAtUtc === null) {
      return await measureAndReport(resumedRun(document, folder, now), folder, options, io, signal);
    }
    io.stderr(`${folder} is complete: nothing is left to measure\n`);
    await report(document, folder, io);
    return exitCodeOf(document);
  });
}

async function measureAndReport(
  start: RunStart,
  folder: string,
  { isQuiet }: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const { plan, machine, findings } = start.head;
  tellFindings(findingsThatMatter(findings, runTraitsOf(plan, machine)), io);
  tellBroken(start.passedOver, io);
  const nowMs = () => performance.now();
  const progress = createProgressLine(isQuiet ? null : io, plan.config.processes, nowMs);
  const events = toldEvents(plan.cells.length, progress, io);
  const result = await measureRun(start, folder, signal, events).finally(() => {
    progress.clear();
  });
  if (result.finishedAtUtc === null) {
    const isAnything = result.outcomes.some(({ status }) => status === 'measured');
    const path = join(folder, resultFileName);
    const what = isAnything ? `what was measured is in ${path}` : 'nothing was measured';
    io.stderr(`interrupted; ${what}; go on with: softmax-bench run --resume ${folder}\n`);
    if (isAnything) await report(result, folder, io);
    return exitCodes.interrupted;
  }
  await report(result, folder, io);
  return exitCodeOf(result);
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
  const { writeReports } = await import('../run/write-reports.js');
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

function toldEvents(cellCount: number, progress: ProgressLine, io: Io): RunEvents {
  return {
    announced: (peakBytes) => {
      const cells = `${formatCount(cellCount)} ${cellCount === 1 ? 'cell' : 'cells'}`;
      progress.tell(`measuring ${cells} with at most ${formatBytes(peakBytes)} of memory\n`);
    },
    visited: (visit) => {
      progress.show(visit);
    },
    cellFailed: (cell, message) => {
      progress.clear();
      io.stderr(`failed: ${cell.id}: ${message}\n`);
    },
  };
}
