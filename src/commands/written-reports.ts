import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Analysis } from '../analysis/analysis.js';
import { prepareOutputFolder, writeAtomically } from '../document/store.js';
import { drawFigures, type DrawnFigure } from '../reports/figures/draw.js';
import { lightPalette, pagePalette } from '../reports/figures/palette.js';
import { vendorPath } from '../reports/figures/vega.js';
import { renderHtml } from '../reports/html/html.js';
import { renderMarkdown } from '../reports/markdown.js';

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

/** Writes the one HTML file. @throws SoftmaxBenchError when the file system refuses. */
export async function writeHtml(path: string, analysis: Analysis): Promise<void> {
  const figures = await drawFigures(analysis, pagePalette);
  const pageScript = readFileSync(vendorPath('page.js'), 'utf8');
  writeAtomically(path, renderHtml(analysis, figures, pageScript));
}
