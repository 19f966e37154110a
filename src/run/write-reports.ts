import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Analysis } from '../analysis/analysis.js';
import type { ResultDocument } from '../model/result.js';
import { writeAtomically } from '../storage/atomic-file.js';
import { prepareOutputFolder } from '../storage/store.js';
import { renderCsv } from '../reports/formats/render-csv.js';
import { summaryTable } from '../reports/formats/summary-table.js';
import { drawFigures, type DrawnFigure } from '../reports/figures/draw.js';
import { lightPalette, pagePalette } from '../reports/figures/palette.js';
import { vendorPath } from '../reports/figures/vega.js';
import type { PageLink } from '../reports/shared/html-elements.js';
import { renderHtml } from '../reports/run/html.js';
import { renderMarkdown } from '../reports/run/markdown.js';

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

/** Writes the Markdown to `path` and its figures into a folder beside it. @throws like `writeFigures`. */
export async function writeMarkdown(path: string, analysis: Analysis): Promise<void> {
  const figures = await writeFigures(join(dirname(path), figureFolderName), analysis);
  writeAtomically(path, renderMarkdown(analysis, figures, figureFolderName));
}

/**
 * Writes every report into `folder`, where result.json is.
 * @returns the names of what was written.
 * @throws like `writeFigures`.
 */
export async function writeReports(
  folder: string,
  document: ResultDocument,
  analysis: Analysis,
): Promise<readonly string[]> {
  await writeMarkdown(join(folder, 'report.md'), analysis);
  await writeHtml(join(folder, 'report.html'), analysis);
  writeAtomically(join(folder, 'summary.csv'), renderCsv(summaryTable, { document, analysis }));
  return ['report.html', 'report.md', figureFolderName, 'summary.csv'];
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
