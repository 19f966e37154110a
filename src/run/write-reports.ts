import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Analysis } from '../analysis/analysis.js';
import type { ResultDocument } from '../model/result.js';
import { renderCsv } from '../reports/formats/render-csv.js';
import { summaryTable } from '../reports/formats/summary-table.js';
import { drawFigures, type DrawnFigure } from '../reports/figures/draw.js';
import { inLightColors } from '../reports/figures/palette.js';
import { withoutMarkTexts } from '../reports/figures/polish-svg.js';
import { vendorPath } from '../reports/figures/vega.js';
import type { PageLink } from '../reports/shared/html-elements.js';
import { renderHtml, type ReportSource } from '../reports/run/html-report.js';
import { renderMarkdown } from '../reports/run/markdown-report.js';
import { writeOwnFile } from '../storage/atomic-file.js';
import { requireNoLink } from '../storage/file-system.js';
import { prepareOutputFolder } from '../storage/store.js';
import { studyAnalyses } from './study-analyses.js';

/** Writes a whole file, as `writeAtomically` or `writeOwnFile` does. */
export type WriteText = (path: string, text: string) => void;

/** Name of the folder with the SVG files, beside the Markdown that refers to them. */
export const figureFolderName = 'figures';

/**
 * Writes the figures as SVG files into `folder`, which is created.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function writeSvgFiles(folder: string, figures: readonly DrawnFigure[]): void {
  prepareOutputFolder(folder);
  for (const figure of figures) {
    if (figure.status !== 'drawn') continue;
    writeOwnFile(join(folder, `${figure.id}.svg`), inLightColors(withoutMarkTexts(figure.svg)));
  }
}

interface MarkdownOptions {
  /** The name of the folder. */
  readonly figureFolder?: string;
  /** How the Markdown itself is written. */
  readonly write?: WriteText;
}

/**
 * Writes the Markdown to `path` and its figures into a folder beside it, which may be no link.
 * @throws like `writeSvgFiles`.
 */
export function writeMarkdown(
  path: string,
  analysis: Analysis,
  figures: readonly DrawnFigure[],
  { figureFolder = figureFolderName, write = writeOwnFile }: MarkdownOptions = {},
): void {
  const folder = join(dirname(path), figureFolder);
  requireNoLink(folder);
  writeSvgFiles(folder, figures);
  write(path, renderMarkdown(analysis, figures, figureFolder));
}

/**
 * Writes the one HTML file.
 * @param up where it belongs to a site, the page above it.
 * @throws like `writeSvgFiles`.
 */
export function writeHtml(
  path: string,
  source: ReportSource,
  figures: readonly DrawnFigure[],
  up?: PageLink,
): void {
  writeOwnFile(path, htmlOf(source, figures, up));
}

/** The text of the one HTML file. */
export function htmlOf(
  source: ReportSource,
  figures: readonly DrawnFigure[],
  up?: PageLink,
): string {
  const pageScript = readFileSync(vendorPath('page.js'), 'utf8');
  return renderHtml(source, figures, pageScript, up);
}

/** What a run answers of one study, with the names of the files that say so in full. */
export interface StudyReport {
  readonly analysis: Analysis;
  readonly fileNames: readonly string[];
}

/**
 * Writes every report into `folder`, where result.json is: `report.*` of the main study, `report-<study>.*`
 * of each other one that was measured.
 * @returns the reports, that of the main study first.
 * @throws like `writeSvgFiles`.
 */
export async function writeReports(
  folder: string,
  document: ResultDocument,
): Promise<readonly StudyReport[]> {
  const [main, ...others] = studyAnalyses(document);
  const reports = [await writeStudy(folder, { analysis: main, document }, '')];
  for (const analysis of others) {
    reports.push(await writeStudy(folder, { analysis, document }, `-${analysis.study.id}`));
  }
  writeOwnFile(join(folder, 'summary.csv'), renderCsv(summaryTable, { document, analysis: main }));
  return reports.map((report, index) =>
    index === 0 ? { ...report, fileNames: [...report.fileNames, 'summary.csv'] } : report,
  );
}

async function writeStudy(
  folder: string,
  source: ReportSource,
  suffix: string,
): Promise<StudyReport> {
  const { analysis } = source;
  const [markdown, html] = [`report${suffix}.md`, `report${suffix}.html`];
  const figureFolder = `${figureFolderName}${suffix}`;
  const figures = await drawFigures(analysis);
  writeMarkdown(join(folder, markdown), analysis, figures, { figureFolder });
  writeHtml(join(folder, html), source, figures);
  return { analysis, fileNames: [html, markdown, figureFolder] };
}
