import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Analysis } from '../analysis/analysis.js';
import { analyze } from '../analysis/analyze.js';
import { summarize } from '../analysis/summary.js';
import { suggestion } from '../config/closest-match.js';
import type { ResultDocument } from '../document/result.js';
import { readDocument, writeAtomically } from '../document/store.js';
import { SoftmaxBenchError } from '../errors.js';
import { renderCsv } from '../reports/csv/render-csv.js';
import { summaryTable } from '../reports/csv/summary-table.js';
import { renderJson } from '../reports/json.js';
import { renderTerminalReport } from '../reports/terminal-report.js';
import type { Io } from './io.js';
import { parseNumber } from './parse-number.js';

/** The flags of `report` as commander hands them over. */
export interface ReportFlags {
  readonly format: string;
  readonly peakBandwidth?: string;
  readonly out?: string;
}

/** Formats that are one text: on stdout unless a file is named. */
const textFormats: Readonly<
  Record<string, (analysis: Analysis, document: ResultDocument, io: Io) => string>
> = {
  terminal: (analysis, document, io) => renderTerminalReport(analysis, summarize(document), io),
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
    write: async (...to) => (await import('./written-reports.js')).writeMarkdown(...to),
  },
  html: {
    name: 'report.html',
    write: async (...to) => (await import('./written-reports.js')).writeHtml(...to),
  },
  svg: {
    name: 'figures',
    write: async (...to) => (await import('./written-reports.js')).writeFigures(...to),
  },
};

/**
 * Shows one result in one format.
 * @throws SoftmaxBenchError for an unknown format, an unreadable result, or a file that cannot be
 * written.
 */
export async function reportCommand(path: string, flags: ReportFlags, io: Io): Promise<void> {
  const text = Object.hasOwn(textFormats, flags.format) ? textFormats[flags.format] : undefined;
  const file = Object.hasOwn(fileFormats, flags.format) ? fileFormats[flags.format] : undefined;
  if (text === undefined && file === undefined) throw unknownFormat(flags.format);
  const peakBandwidthBytesPerSecond = peakOf(flags.peakBandwidth);
  const document = readDocument(path);
  const analysis = analyze(document, { peakBandwidthBytesPerSecond });
  if (file !== undefined) {
    const outputPath = flags.out ?? join(folderOf(path), file.name);
    await file.write(outputPath, analysis);
    io.stdout(`${outputPath}\n`);
  } else if (text !== undefined) {
    const shown = flags.out === undefined ? io : { ...io, color: false };
    const rendered = text(analysis, document, shown);
    if (flags.out === undefined) io.stdout(rendered);
    else writeAtomically(flags.out, [rendered]);
  }
}

function unknownFormat(format: string): SoftmaxBenchError {
  const known = [...Object.keys(textFormats), ...Object.keys(fileFormats)];
  const hint = suggestion(format, known);
  return new SoftmaxBenchError(`--format: expected ${known.join(', ')}, got "${format}"${hint}`);
}

/** GB/s on the command line, as data sheets have it. */
function peakOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const gigabytesPerSecond = parseNumber('--peak-bandwidth', text);
  if (gigabytesPerSecond > 0) return gigabytesPerSecond * 1e9;
  throw new SoftmaxBenchError(`--peak-bandwidth: expected GB/s above 0, got "${text}"`);
}

/** The folder that holds the result, which may itself be given as that folder. */
function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}
