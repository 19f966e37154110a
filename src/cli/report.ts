import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Analysis, Group } from '../analysis/analysis.js';
import { analyze } from '../analysis/analyze.js';
import { cacheStates, targets } from '../model/vocabulary.js';
import type { ResultDocument } from '../model/result.js';
import { writeAtomically } from '../storage/atomic-file.js';
import { readDocument } from '../storage/store.js';
import { SoftmaxBenchError } from '../errors.js';
import { renderCsv } from '../reports/formats/render-csv.js';
import { summaryTable } from '../reports/formats/summary-table.js';
import { renderJson } from '../reports/shared/render-json.js';
import { nameOf } from '../reports/figures/group-name.js';
import { renderTerminalReport } from '../reports/run/terminal.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { parseNumber } from './parse-number.js';

/** The flags of `report` as commander hands them over. */
export interface ReportFlags {
  readonly format: string;
  readonly peakBandwidth?: string;
  readonly target?: string;
  readonly cacheState?: string;
  readonly out?: string;
}

/** Formats that are one text: on stdout unless a file is named. */
const textFormats: Readonly<
  Record<string, (analysis: Analysis, document: ResultDocument, io: Io) => string>
> = {
  terminal: (analysis, _, io) => renderTerminalReport(analysis, io),
  csv: (analysis, document) => renderCsv(summaryTable, { analysis, document }),
  json: (analysis) => renderJson(analysis),
};

/** Formats that are files: beside the result unless told otherwise. */
const fileFormats: Readonly<
  Record<string, { name: string; write: (path: string, analysis: Analysis) => Promise<unknown> }>
> = {
  // Drawing needs Vega, which the other formats should not wait for.
  markdown: {
    name: 'report.md',
    write: async (...to) => (await import('../run/write-reports.js')).writeMarkdown(...to),
  },
  html: {
    name: 'report.html',
    write: async (...to) => (await import('../run/write-reports.js')).writeHtml(...to),
  },
  svg: {
    name: 'figures',
    write: async (...to) => (await import('../run/write-reports.js')).writeFigures(...to),
  },
};

const formats = [...Object.keys(textFormats), ...Object.keys(fileFormats)];

/**
 * Shows one result in one format.
 * @throws SoftmaxBenchError for an unknown format or group, an unreadable result, or a file that cannot be
 * written.
 */
export async function reportCommand(path: string, flags: ReportFlags, io: Io): Promise<void> {
  const format = oneOf('--format', flags.format, formats);
  const text = textFormats[format];
  const file = fileFormats[format];
  const peakBandwidthBytesPerSecond = peakOf(flags.peakBandwidth);
  const wanted = subjectFlags(flags);
  const document = readDocument(path);
  const analysis = analyze(document, { peakBandwidthBytesPerSecond, subject: wanted });
  checkSubject(analysis, wanted);
  if (file !== undefined) {
    const outputPath = flags.out ?? join(folderOf(path), file.name);
    await file.write(outputPath, analysis);
    io.stdout(`${outputPath}\n`);
  } else if (text !== undefined) {
    const shown = flags.out === undefined ? io : { ...io, color: false };
    const rendered = text(analysis, document, shown);
    if (flags.out === undefined) io.stdout(rendered);
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

function subjectFlags({ target, cacheState }: ReportFlags): Partial<Group> {
  return {
    ...(target === undefined ? {} : { target: oneOf('--target', target, targets) }),
    ...(cacheState === undefined
      ? {}
      : { cacheState: oneOf('--cache-state', cacheState, cacheStates) }),
  };
}

function checkSubject({ subject, groups }: Analysis, wanted: Partial<Group>): void {
  if (subject !== null || groups.length === 0) return;
  const asked = Object.values(wanted).join(', ');
  const measured = groups.map(nameOf).join('; ');
  throw new SoftmaxBenchError(`nothing was measured with ${asked}; measured were: ${measured}`);
}

/** The folder that holds the result, which may itself be given as that folder. */
function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}
