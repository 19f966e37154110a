import { join } from 'node:path';

import { analyze } from '../analysis/analyze.js';
import { loadBackends } from '../backends/load.js';
import { loadRunConfig } from '../config/load-config.js';
import { diagnose, findingsOf, findingsThatMatter } from '../doctor/diagnose.js';
import type { Finding } from '../doctor/finding.js';
import type { ResultDocument } from '../document/result.js';
import { prepareOutputFolder, resultFileName, writeAtomically } from '../document/store.js';
import { exitCodes } from '../errors.js';
import { detectMachine } from '../machine/detect.js';
import { thisHost } from '../machine/host.js';
import { availableMemoryBytes } from '../machine/memory.js';
import { runSession, type SessionEvents } from '../measure/session.js';
import { forkWorker } from '../measure/worker-client.js';
import { renderCsv } from '../reports/csv/render-csv.js';
import { summaryTable } from '../reports/csv/summary-table.js';
import { renderTerminalReport } from '../reports/terminal/terminal.js';
import { formatBytes, formatCount } from '../units.js';
import type { RunOptions } from './flags.js';
import type { Io } from './io.js';
import { defaultOutputFolder } from './output-folder.js';
import { planRun } from './plan-run.js';
import { createProgressLine, type ProgressLine } from './progress-line.js';
import { RunDocument } from './run-document.js';
import { runTraitsOf } from './run-traits.js';

/** More would not be read; `doctor` shows all. */
const toldFindingCount = 3;

/**
 * Measures, writes result.json after every round, and at the end prints and writes the reports. Aborting
 * `signal` ends the measuring at once; the reports are then of what there is.
 * @returns the exit code: 1 if a cell failed, 130 if interrupted.
 * @throws SoftmaxBenchError for what cannot be done as asked, most of it before anything is measured.
 */
export async function runCommand(
  { config: request, outputFolder, label, isQuiet }: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const startedAt = new Date();
  const config = loadRunConfig(request);
  const loaded = loadBackends();
  const host = thisHost();
  const isaFeatures = loaded.backends.flatMap((backend) => backend.isaFeatures);
  const { lastLevelCacheBytes } = config;
  const machine = detectMachine({ lastLevelCacheBytes, isaFeatures }, host);
  const setup = planRun(config, machine, loaded, availableMemoryBytes(host));
  const folder = outputFolder ?? defaultOutputFolder(machine.cpuModel, startedAt);
  prepareOutputFolder(folder);
  const clocks = loaded.backends.map(({ clock }) => clock);
  const findings = findingsOf(diagnose({ host, machine, targets: loaded.targets, clocks }));
  tellFindings(findingsThatMatter(findings, runTraitsOf(setup.plan, machine)), io);

  const path = join(folder, resultFileName);
  const document = new RunDocument(path, machine, findings, setup, label, startedAt);
  const nowMs = () => performance.now();
  const progress = createProgressLine(isQuiet ? null : io, config.processes, nowMs);
  const end = await runSession({
    plan: setup.plan,
    regions: setup.regions,
    lastLevelCacheBytes: machine.lastLevelCacheBytes,
    forkWorker,
    nowMs,
    signal,
    events: sessionEvents(document, setup.plan.cells.length, progress, io),
  }).finally(() => {
    progress.clear();
  });

  if (signal.aborted) {
    const partial = document.write(end.outcomes);
    io.stderr(`interrupted; what was measured is in ${document.path}\n`);
    if (end.outcomes.some(({ status }) => status === 'measured')) await report(partial, folder, io);
    return exitCodes.interrupted;
  }
  await report(document.finish(end.outcomes, end.measuredPeakBytes), folder, io);
  const hasFailed = end.outcomes.some((outcome) => outcome.status === 'failed');
  return hasFailed ? exitCodes.failure : exitCodes.ok;
}

/** Shows the result, and writes every report of it beside it. */
async function report(result: ResultDocument, folder: string, io: Io): Promise<void> {
  const analysis = analyze(result);
  io.stdout(renderTerminalReport(analysis, io));
  // Imported now that nothing is being measured any more.
  const { figureFolderName, writeHtml, writeMarkdown } = await import('./written-reports.js');
  await writeMarkdown(join(folder, 'report.md'), analysis);
  await writeHtml(join(folder, 'report.html'), analysis);
  writeAtomically(
    join(folder, 'summary.csv'),
    renderCsv(summaryTable, { document: result, analysis }),
  );
  const names = ['report.html', 'report.md', figureFolderName, 'summary.csv', resultFileName];
  io.stdout(`\n${names.map((name) => `${join(folder, name)}\n`).join('')}`);
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
