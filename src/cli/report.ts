import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { DrawnFigure } from '../reports/figures/draw.js';
import type { Analysis } from '../analysis/analysis.js';
import { analyze } from '../analysis/analyze.js';
import { decisionOf } from '../analysis/decision.js';
import { SoftmaxBenchError } from '../errors.js';
import { axisKey, sweepAxes, type Sweep } from '../model/axes.js';
import type { ResultDocument } from '../model/result.js';
import { renderCsv } from '../reports/formats/render-csv.js';
import { summaryTable } from '../reports/formats/summary-table.js';
import { renderIssueBlock } from '../reports/run/issue-block.js';
import { renderTerminalReport } from '../reports/run/terminal-report.js';
import { renderJson } from '../reports/shared/render-json.js';
import { studies } from '../softmax/studies.js';
import { writeAtomically, writeOwnFile } from '../storage/atomic-file.js';
import { requireNoLink } from '../storage/file-system.js';
import { prepareOutputFolder, readDocument, resultFileName } from '../storage/store.js';
import { axisFilter, type AxisFilterFlags } from './axis-filters.js';
import type { ReportSource } from '../reports/run/html-report.js';
import type * as Writers from '../run/write-reports.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { namesStdout, requireFile, requireNoInput, requireOutputFile } from './output-path.js';
import { parseNumber } from './parse-number.js';

/** The flags of `report` as commander hands them over. */
export interface ReportFlags extends AxisFilterFlags {
  readonly format: string;
  readonly study?: string;
  readonly peakBandwidth?: string;
  readonly out?: string;
}

/** Formats that are one text: on stdout unless a file is named. */
const textFormats: Readonly<
  Record<string, (analysis: Analysis, document: ResultDocument, io: Io) => string>
> = {
  terminal: (analysis, _, io) => renderTerminalReport(analysis, io),
  csv: (analysis, document) => renderCsv(summaryTable, { analysis, document }),
  json: (analysis) => renderJson(analysis),
  decision: (analysis) => renderJson(decisionOf(analysis)),
  issue: (analysis) => renderIssueBlock(analysis),
};

/** What a format is written with. */
interface Writing {
  readonly htmlOf: typeof Writers.htmlOf;
  readonly writeMarkdown: typeof Writers.writeMarkdown;
  readonly writeSvgFiles: typeof Writers.writeSvgFiles;
  readonly figures: readonly DrawnFigure[];
  /** For the one path that may have been named. */
  readonly write: Writers.WriteText;
}
type WriteFormat = (path: string, source: ReportSource, writing: Writing) => void;

/** The one of `fileFormats` that is one file. */
const pageFormat = 'html';

/** Formats that are files with figures: beside the result unless told otherwise. */
const fileFormats: Readonly<Record<string, { name: string; write: WriteFormat }>> = {
  markdown: {
    name: 'report.md',
    write: (path, { analysis }, { writeMarkdown, figures, write }) => {
      writeMarkdown(path, analysis, figures, { write });
    },
  },
  html: {
    name: 'report.html',
    write: (path, source, { htmlOf, figures, write }) => {
      write(path, htmlOf(source, figures));
    },
  },
  svg: {
    name: 'figures',
    write: (path, _, { writeSvgFiles, figures }) => {
      writeSvgFiles(path, figures);
    },
  },
};

/** The values of --study. */
export const studyIds: readonly string[] = studies.map(({ id }) => id);

/** The values of --format. */
export const reportFormats = [...Object.keys(textFormats), ...Object.keys(fileFormats)];

/**
 * Shows one result in one format.
 * @throws SoftmaxBenchError for an unknown format or study, a sweep that was not measured, an unreadable result,
 * or a file that cannot be written.
 */
export async function reportCommand(path: string, flags: ReportFlags, io: Io): Promise<void> {
  const format = oneOf('--format', flags.format, reportFormats);
  const text = textFormats[format];
  const file = fileFormats[format];
  const options = {
    ...(flags.study === undefined ? {} : { study: oneOf('--study', flags.study, studyIds) }),
    peakBandwidthBytesPerSecond: peakOf(flags.peakBandwidth),
    subject: axisFilter(flags),
  };
  if (format !== 'svg') requireOutputFile(flags.out);
  const document = readDocument(path);
  const analysis = analyze(document, options);
  if (options.study !== undefined) checkStudy(analysis);
  checkSubject(analysis, options.subject);
  const resultPath = statSync(path).isDirectory() ? join(path, resultFileName) : path;
  if (file !== undefined) {
    const isNamed = flags.out !== undefined;
    const outputPath = flags.out ?? join(dirname(resultPath), file.name);
    requireNoInput(outputPath, [resultPath]);
    if (format === 'svg' && !isNamed) requireNoLink(outputPath);
    if (format !== pageFormat) requireFile(format, outputPath);
    if (format === 'svg') prepareOutputFolder(outputPath);
    else if (!isNamed) prepareOutputFolder(dirname(outputPath));
    // Loads Vega, which the other formats do not wait for.
    const [writers, { drawFigures, drawFiles }] = await Promise.all([
      import('../run/write-reports.js'),
      import('../reports/figures/draw.js'),
    ]);
    const figures = await (format === pageFormat ? drawFigures(analysis) : drawFiles(analysis));
    if (outputPath === '-') {
      io.stdout(writers.htmlOf({ analysis, document }, figures));
      return;
    }
    const write = isNamed ? writeAtomically : writeOwnFile;
    file.write(outputPath, { analysis, document }, { ...writers, figures, write });
    io.stdout(`${outputPath}\n`);
  } else if (text !== undefined) {
    requireNoInput(flags.out, [resultPath]);
    const shown = namesStdout(flags.out) ? io : { ...io, color: false };
    const rendered = text(analysis, document, shown);
    if (namesStdout(flags.out)) io.stdout(rendered);
    else writeAtomically(flags.out, rendered);
  }
}

/** GB/s on the command line, as data sheets have it. */
function peakOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const gigabytesPerSecond = parseNumber('--peak-bandwidth', text);
  if (gigabytesPerSecond > 0) return gigabytesPerSecond * 1e9;
  throw new SoftmaxBenchError(`--peak-bandwidth: expected GB/s above 0, got "${text}"`);
}

function checkStudy({ study, cells }: Analysis): void {
  if (cells.some(({ operation }) => operation === study.operation)) return;
  const measured = study.otherStudies.join(', ') || 'no study';
  throw new SoftmaxBenchError(
    `--study ${study.id}: no ${study.operation} was measured; measured: ${measured}`,
  );
}

function checkSubject({ subject, sweeps }: Analysis, wanted: Partial<Sweep>): void {
  if (subject !== null || sweeps.length === 0) return;
  const filter = Object.values(wanted).join(', ');
  const measured = sweeps.map((sweep) => axisKey(sweep, sweepAxes)).join(', ');
  throw new SoftmaxBenchError(`nothing was measured with ${filter}; measured: ${measured}`);
}
