import { join } from 'node:path';

import { lastLevelText } from '../analysis/cells/last-level-text.js';
import { libraryBudgetSeconds } from '../config/library-budget.js';
import { loadRunConfig } from '../config/load-config.js';
import { exitCodes } from '../errors.js';
import { findingsThatMatter } from '../machine/doctor/diagnose.js';
import { thisHost } from '../machine/host.js';
import { allocationOf } from '../machine/scheduler.js';
import type { Finding } from '../model/finding.js';
import type { RunConfig } from '../model/run-config.js';
import type { UnavailableKernel } from '../model/session.js';
import { renderFiguresOfMerit } from '../reports/formats/figures-of-merit.js';
import { answerParts } from '../reports/run/answer-lines.js';
import { renderTerminalAnswer } from '../reports/run/terminal-answer.js';
import { renderTerminalReport } from '../reports/run/terminal-report.js';
import { budgetWithin } from '../plan/budget-within.js';
import { performRun, resumeRun, type RunEnd, type RunEvents } from '../run/perform-run.js';
import { runTraitsOf } from '../machine/doctor/check.js';
import { resultFileName } from '../storage/store.js';
import { formatBytes, formatCount, formatSignificant } from '../units.js';
import type { Io } from './io.js';
import { createProgressLine, type ProgressLine } from './progress-line.js';
import type { RunOptions } from './run-flags.js';

/** `doctor` shows all of them. */
const shownFindingCount = 3;

/**
 * Runs or resumes a run as `performRun` does, with progress on stderr, and prints the report. Aborting
 * `signal` ends the measuring at once.
 * @returns the exit code: 1 if a cell failed, 130 if interrupted.
 * @throws SoftmaxBenchError for what cannot be done, most of it before anything is measured.
 */
export async function runCommand(
  options: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const { resumedFolder, isQuiet, writesReports } = options;
  const progress = createProgressLine(isQuiet ? null : io, () => performance.now());
  const ending: Ending = { lines: [], unfinishedFolder: null };
  const events = shownEvents(progress, isQuiet, io, ending);
  try {
    const end =
      resumedFolder === null
        ? await performRun({ ...options, config: configOf(options, io) }, signal, events)
        : await resumeRun(resumedFolder, writesReports, signal, events);
    showReports(end, options, io);
    return exitCodeOf(end);
  } finally {
    progress.clear();
    for (const line of ending.lines) io.stderr(line);
    const { unfinishedFolder } = ending;
    if (unfinishedFolder !== null) io.stderr(`${resumeText(unfinishedFolder)}\n`);
  }
}

/** With `--budget auto` the budget of the preset or, if that is less, what the scheduler leaves. */
function configOf({ config: source, endsWithJob, isQuiet }: RunOptions, io: Io): RunConfig {
  const config = loadRunConfig(source);
  if (!endsWithJob) return config;
  const { budgetSeconds, reason } = budgetWithin(
    config.budgetSeconds,
    allocationOf(thisHost(), Date.now()),
  );
  if (reason !== null && !isQuiet) io.stderr(`budget ${budgetSeconds} s: ${reason}\n`);
  return { ...config, budgetSeconds };
}

/** What belongs below the reports. */
interface Ending {
  readonly lines: string[];
  /** The folder of a run while it measures, which an error may end. */
  unfinishedFolder: string | null;
}

function resumeText(folder: string): string {
  return `resume with: softmax-bench run --resume ${folder}`;
}

function exitCodeOf({ document: { outcomes, finishedAtUtc }, problem }: RunEnd): number {
  if (problem !== null) return exitCodes.failure;
  if (finishedAtUtc === null) return exitCodes.interrupted;
  const hasFailed = outcomes.some(({ status }) => status === 'failed');
  return hasFailed ? exitCodes.failure : exitCodes.ok;
}

/** The answer or the whole report, what each other study says to ship, and the files. */
function showReports(
  { reports, folder }: RunEnd,
  { isFull, hasFiguresOfMerit }: RunOptions,
  io: Io,
): void {
  const [main, ...others] = reports;
  if (main === undefined) return;
  const render = isFull ? renderTerminalReport : renderTerminalAnswer;
  const answers = others.map(({ analysis }) => {
    const [first] = answerParts(analysis);
    return `${analysis.study.title}: ${first?.texts[0] ?? 'no answer'}\n`;
  });
  const names = isFull
    ? [...reports.flatMap(({ fileNames }) => fileNames), resultFileName]
    : reports.flatMap(({ fileNames }) => fileNames.slice(0, 1));
  const files = names.map((name) => `${join(folder, name)}\n`).join('');
  const more = isFull ? '' : `all tables: softmax-bench report ${folder}\n`;
  io.stdout(`${render(main.analysis, io)}${answers.join('')}${files}${more}`);
  if (hasFiguresOfMerit) io.stdout(renderFiguresOfMerit(main.analysis));
}

function shownEvents(progress: ProgressLine, isQuiet: boolean, io: Io, ending: Ending): RunEvents {
  const note = isQuiet ? () => undefined : io.stderr;
  let cellCount = 0;
  let times = '';
  let plannedFolder = '';
  return {
    compiling: (line) => progress.write(`${line}\n`),
    planned: ({ head: { plan, machine, findings }, unavailableKernels }, folder) => {
      plannedFolder = folder;
      cellCount = plan.cells.length;
      times = timesText(plan.config);
      if (machine.cacheProbe) progress.write(`${lastLevelText(machine)}\n`);
      showFindings(findingsThatMatter(findings, runTraitsOf(plan, machine)), note);
      showBroken(unavailableKernels, note);
    },
    announced: (peakBytes) => {
      const cells = `${formatCount(cellCount)} ${cellCount === 1 ? 'configuration' : 'configurations'}`;
      progress.write(
        `measuring ${cells} ${times}with at most ${formatBytes(peakBytes)} of memory\n`,
      );
    },
    visited: (visit) => {
      ending.unfinishedFolder = plannedFolder;
      progress.show(visit);
    },
    cellFailed: (cell, message) => {
      progress.clear();
      io.stderr(`failed: ${cell.id}: ${message}\n`);
    },
    visitLost: (cell, message) => {
      progress.clear();
      const consequence =
        cell === null
          ? `${message}; its last visits are made again, one by one`
          : `${cell.id}: ${message}; one visit is lost, measuring goes on`;
      io.stderr(`warning: ${consequence}\n`);
    },
    ended: ({ document: { finishedAtUtc, outcomes }, problem }, folder) => {
      progress.clear();
      ending.unfinishedFolder = null;
      if (finishedAtUtc !== null) return;
      const isEmpty = outcomes.every(({ status }) => status !== 'measured');
      const kept = isEmpty
        ? 'nothing was measured'
        : `what was measured is in ${join(folder, resultFileName)}`;
      const cause = problem ?? 'interrupted';
      ending.lines.push(`${cause}; ${kept}; ${resumeText(folder)}\n`);
    },
    alreadyFinished: (folder) => {
      note(`${folder} holds a finished run: nothing is left to measure\n`);
    },
  };
}

/** What a run with libraries takes; nothing without them. */
function timesText(config: RunConfig): string {
  const librarySeconds = libraryBudgetSeconds(config);
  if (librarySeconds === 0) return '';
  return `in at most ${config.budgetSeconds} s (libraries: ${formatSignificant(librarySeconds)} s) `;
}

function showFindings(findings: readonly Finding[], note: Io['stderr']): void {
  for (const { severity, what, remedy } of findings.slice(0, shownFindingCount)) {
    note(`${severity}: ${what} ${remedy}\n`);
  }
  const hiddenCount = findings.length - shownFindingCount;
  if (hiddenCount > 0) note(`${hiddenCount} more: softmax-bench doctor\n`);
}

/** Kernels that exist and do not load: the run uses the next best. */
function showBroken(unavailableKernels: readonly UnavailableKernel[], note: Io['stderr']): void {
  for (const { candidate, reason } of unavailableKernels.filter(({ isBroken }) => isBroken)) {
    note(`warning: kernels not used: ${candidate}: ${reason}\n`);
  }
}
