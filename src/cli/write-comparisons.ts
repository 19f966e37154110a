import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { ComparedMachines } from '../compare/compare-machines.js';
import { writeOwnFile } from '../storage/atomic-file.js';
import { requireNoLink } from '../storage/file-system.js';
import { figuresFor } from '../reports/comparison/figures/comparison-figures.js';
import { renderComparisonHtml, type SiteLinks } from '../reports/comparison/html-comparison.js';
import { renderComparisonMarkdown } from '../reports/comparison/markdown-comparison.js';
import { drawAll, type DrawnFigure } from '../reports/figures/draw.js';
import { pagePalette } from '../reports/figures/palette.js';
import { vendorPath } from '../reports/figures/vega.js';
import { figureFolderName, writeSvgFiles, type WriteText } from '../run/write-reports.js';

/**
 * Writes the Markdown to `path` and its figures into a folder beside it, which may be no link.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export async function writeMarkdown(
  path: string,
  compared: ComparedMachines,
  write: WriteText,
): Promise<void> {
  const folder = join(dirname(path), figureFolderName);
  requireNoLink(folder);
  const figures = await drawComparison(compared, false);
  writeSvgFiles(folder, figures);
  write(path, renderComparisonMarkdown(compared.comparison, figures, figureFolderName));
}

/** Writes the one HTML file. @throws SoftmaxBenchError when the file system refuses. */
export async function writeHtml(
  path: string,
  compared: ComparedMachines,
  write: WriteText = writeOwnFile,
  links?: SiteLinks,
): Promise<void> {
  write(path, await htmlOf(compared, links));
}

/** The text of the one HTML file. */
export async function htmlOf(compared: ComparedMachines, links?: SiteLinks): Promise<string> {
  const figures = await drawComparison(compared, true);
  const script = readFileSync(vendorPath('page.js'), 'utf8');
  return renderComparisonHtml(compared.comparison, figures, script, links);
}

function drawComparison(
  compared: ComparedMachines,
  hasNarrow: boolean,
): Promise<readonly DrawnFigure[]> {
  return drawAll(
    figuresFor(compared.comparison),
    ({ draw }, layout) => draw(compared, pagePalette, layout),
    hasNarrow,
  );
}
