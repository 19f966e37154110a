import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Analysis } from '../analysis/analysis.js';
import { analyze } from '../analysis/analyze.js';
import { writeReduced } from '../compare/reduced-store.js';
import type { ResultDocument } from '../model/result.js';
import { renderCsv } from '../reports/formats/render-csv.js';
import { summaryTable } from '../reports/formats/summary-table.js';
import { drawFigures, type DrawnFigure } from '../reports/figures/draw.js';
import { lightPalette, pagePalette } from '../reports/figures/palette.js';
import { vendorPath } from '../reports/figures/vega.js';
import type { PageLink } from '../reports/shared/html-elements.js';
import { renderHtml } from '../reports/run/html-report.js';
import { renderMarkdown } from '../reports/run/markdown-report.js';
import { writeAtomically } from '../storage/atomic-file.js';
import { prepareOutputFolder, resultFileName } from '../storage/store.js';

/** Name of the folder with the SVG files, beside the Markdown that refers to them. */
export const figureFolderName = 'figures';

/**
 * Writes the figures as SVG files into `folder`, which is created.
 * @returns what was drawn.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export async function writeFigures(
  folder: string,
  analysis: Analysis,
): Promise<readonly DrawnFigure[]> {
  prepareOutputFolder(folder);
  const figures = await drawFigures(analysis, lightPalette);
  for (const figure of figures) {
    if (figure.status === 'drawn') writeAtomically(join(folder, `${figure.id}.svg`), figure.svg);
  }
  return figures;
}

/** Writes the Markdown to `path` and its figures into a folder of that name beside it. @throws like `writeFigures`. */
export async function writeMarkdown(
  path: string,
  analysis: Analysis,
  figureFolder = figureFolderName,
): Promise<void> {
  const figures = await writeFigures(join(dirname(path), figureFolder), analysis);
  writeAtomically(path, renderMarkdown(analysis, figures, figureFolder));
}

/**
 * Writes the one HTML file.
 * @param up where it belongs to a site, the page above it.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export async function writeHtml(path: string, analysis: Analysis, up?: PageLink): Promise<void> {
  const figures = await drawFigures(analysis, pagePalette);
  const pageScript = readFileSync(vendorPath('page.js'), 'utf8');
  writeAtomically(path, renderHtml(analysis, figures, pageScript, up));
}

/** What a run answers of one study, with the names of the files that say so in full. */
export interface StudyReport {
  readonly analysis: Analysis;
  readonly fileNames: readonly string[];
}

/**
 * Writes every report into `folder`, where result.json is: `report.*` of the main study, `report-<study>.*`
 * of each other one that was measured. Comparisons find a reduced result there.
 * @returns the reports, that of the main study first.
 * @throws like `writeFigures`.
 */
export async function writeReports(
  folder: string,
  document: ResultDocument,
): Promise<readonly StudyReport[]> {
  const main = analyze(document);
  const others = main.study.otherStudies.map((study) => analyze(document, { study }));
  writeReduced(join(folder, resultFileName), document);
  const reports = [await writeStudy(folder, main, '')];
  for (const analysis of others) {
    reports.push(await writeStudy(folder, analysis, `-${analysis.study.id}`));
  }
  writeAtomically(
    join(folder, 'summary.csv'),
    renderCsv(summaryTable, { document, analysis: main }),
  );
  return reports.map((report, index) =>
    index === 0 ? { ...report, fileNames: [...report.fileNames, 'summary.csv'] } : report,
  );
}

async function writeStudy(
  folder: string,
  analysis: Analysis,
  suffix: string,
): Promise<StudyReport> {
  const [markdown, html] = [`report${suffix}.md`, `report${suffix}.html`];
  const figures = `${figureFolderName}${suffix}`;
  await writeMarkdown(join(folder, markdown), analysis, figures);
  await writeHtml(join(folder, html), analysis);
  return { analysis, fileNames: [html, markdown, figures] };
}
