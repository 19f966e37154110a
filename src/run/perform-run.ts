import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { writeReduced } from '../compare/reduced-store.js';
import type { RunConfig } from '../model/run-config.js';
import { speedsOf } from '../plan/expected-cost.js';
import { expectedResultBytes } from '../plan/result-bytes.js';
import { requireDiskSpace } from '../storage/disk-space.js';
import { Journal } from '../storage/journal.js';
import { readDocument, resultFileName, runFolderOf } from '../storage/store.js';
import { measureRun, type MeasureEnd, type MeasureEvents } from './measure-run.js';
import { defaultOutputFolder } from './output-folder.js';
import { inNewRunFolder, inRunFolder } from './run-folder.js';
import { newRun, resumedRun, type RunStart, type StartOptions } from './run-start.js';
import { readRun } from './stored-run.js';
import { studyAnalyses } from './study-analyses.js';
import type { StudyReport } from './write-reports.js';

/** A new run. */
export interface RunRequest {
  readonly config: RunConfig;
  /** What the user calls this machine or run, or null. */
  readonly label: string | null;
  /** Folder for the result and its reports; null for `defaultOutputFolder`. */
  readonly outputFolder: string | null;
  /** Whether a result that is already in the folder may be overwritten. */
  readonly overwrite: boolean;
  /** Whether reports are written beside the result. */
  readonly writesReports: boolean;
}

/** What is reported of a run from its plan to its reports. */
export interface RunEvents extends MeasureEvents, Pick<StartOptions, 'compiling'> {
  /** The run is planned. */
  readonly planned: (start: RunStart, folder: string) => void;
  /** Everything is measured, the run was interrupted, or it could not go on; its reports follow. */
  readonly ended: (end: MeasureEnd, folder: string) => void;
  /** The run to resume was finished already; its reports are written again. */
  readonly alreadyFinished: (folder: string) => void;
}

/** What a run leaves. */
export interface RunEnd extends MeasureEnd {
  readonly folder: string;
  /** Of every study that was measured, the main one first; empty for a run that ended before its first sample. */
  readonly reports: readonly StudyReport[];
}

/**
 * Plans, measures and writes the reports. Aborting `signal` ends the measuring at once; the reports are then
 * of what was measured before.
 * @throws SoftmaxBenchError for a plan that is not possible here and for a folder that cannot be used, both
 * before anything is measured; and as `measureRun` does.
 */
export async function performRun(
  { config, label, outputFolder, overwrite, writesReports }: RunRequest,
  signal: AbortSignal,
  events: RunEvents,
): Promise<RunEnd> {
  const now = new Date();
  const begin = () => newRun(config, label, now, { signal, compiling: events.compiling });
  if (outputFolder !== null && existsSync(outputFolder)) {
    // What is in the folder may refuse the run, before the probe takes its seconds.
    return await inNewRunFolder(outputFolder, overwrite, async () =>
      measureAndReport(await begin(), outputFolder, writesReports, signal, events),
    );
  }
  const start = await begin();
  const folder = outputFolder ?? defaultOutputFolder(start.head.machine.cpuModel, now);
  return await inNewRunFolder(folder, overwrite, () =>
    measureAndReport(start, folder, writesReports, signal, events),
  );
}

/**
 * As `performRun`, for the interrupted run in a folder, which its result.json may name too. Of a finished run it writes the reports again: the
 * run may have been killed while it wrote them.
 */
export async function resumeRun(
  path: string,
  writesReports: boolean,
  signal: AbortSignal,
  events: RunEvents,
): Promise<RunEnd> {
  const folder = runFolderOf(path);
  // Reading comes first: a folder that holds no run is not written to.
  readDocument(folder);
  return await inRunFolder(folder, async () => {
    const document = readRun(folder);
    if (document.finishedAtUtc === null) {
      const start = await resumedRun(document, folder, new Date(), events.compiling);
      return await measureAndReport(start, folder, writesReports, signal, events);
    }
    // The run may have been killed between its last document and this.
    new Journal(folder).clear();
    events.alreadyFinished(folder);
    return await reportOn({ document, problem: null }, folder, writesReports);
  });
}

async function measureAndReport(
  start: RunStart,
  folder: string,
  writesReports: boolean,
  signal: AbortSignal,
  events: RunEvents,
): Promise<RunEnd> {
  requireRoom(start, folder, writesReports);
  events.planned(start, folder);
  const end = await measureRun(start, folder, signal, events);
  events.ended(end, folder);
  const { finishedAtUtc, outcomes } = end.document;
  const isEmpty = outcomes.every(({ status }) => status !== 'measured');
  return finishedAtUtc === null && isEmpty
    ? { ...end, folder, reports: [] }
    : await reportOn(end, folder, writesReports);
}

/** Of `default`: more than the reduced file and the journal have, and than reports and figures have. */
const besideBytes = 1e6;
const reportBytes = 3e6;

function requireRoom(
  { head: { plan, machine } }: RunStart,
  folder: string,
  writesReports: boolean,
): void {
  const resultBytes = expectedResultBytes(plan, speedsOf(machine));
  const otherBytes = besideBytes + (writesReports ? reportBytes : 0);
  requireDiskSpace(folder, join(folder, resultFileName), resultBytes, otherBytes);
}

async function reportOn(end: MeasureEnd, folder: string, writesReports: boolean): Promise<RunEnd> {
  const { document } = end;
  // For comparisons.
  writeReduced(join(folder, resultFileName), document);
  if (!writesReports) {
    const reports = studyAnalyses(document).map((analysis) => ({ analysis, fileNames: [] }));
    return { ...end, folder, reports };
  }
  // Drawing loads Vega, which must not happen while something is measured.
  const { writeReports } = await import('./write-reports.js');
  return { ...end, folder, reports: await writeReports(folder, document) };
}
