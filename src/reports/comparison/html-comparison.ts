import type { Comparison } from '../../compare/comparison.js';
import type { DrawnFigure } from '../figures/draw.js';
import type { ContentTable } from '../shared/content-table.js';
import { bullets, figureElement, tableElement } from '../shared/html-elements.js';
import { escapeHtml } from '../shared/html-escape.js';
import { renderPage } from '../shared/html-page.js';
import { contentOf } from './comparison-content.js';
import { pageMatrix } from './matrix-table.js';

/** What a comparison links to as the first page of a site. */
export interface SiteLinks {
  /** Where a machine has a page of its own, relative to this one. */
  readonly pageOf: (machine: string) => string | null;
  /** A row for each result, with the path of its copy under `downloadHead`. */
  readonly downloads: ContentTable;
}

/** The column of `SiteLinks.downloads` whose texts are paths. */
export const downloadHead = 'download';

/**
 * The comparison as one HTML file; the script makes its table of machines sortable and lets the reader filter it.
 * @param links null for a page of its own.
 */
export function renderComparisonHtml(
  comparison: Comparison,
  figures: readonly DrawnFigure[],
  script: string,
  links: SiteLinks | null = null,
): string {
  const { title, caveats, outliers, details } = contentOf(comparison);
  const linkOf = (text: string, head: string): string | null =>
    head === 'machine' ? (links?.pageOf(text) ?? null) : head === downloadHead ? text : null;
  const [forest, ...others] = figures;
  const body = `<main>
<h1>${escapeHtml(title)}</h1>
<div class="answer"><p>${escapeHtml(comparison.headline)}</p></div>
${outliers === null ? '' : tableElement(outliers, { linkOf })}
${tableElement(pageMatrix(comparison), { className: 'sortable', linkOf })}
${forest === undefined ? '' : figureElement(forest)}
${caveats.summary === null ? '' : detailsElement(caveats.summary, bullets(caveats.texts))}
<h2>More figures</h2>
${others.map(figureElement).join('\n')}
${detailsElement(
  `Tables: ${details.map(({ title: name }) => name).join('; ')}`,
  details.map((table) => tableElement(table, { linkOf })).join('\n'),
)}
${links === null || links.downloads.rows.length === 0 ? '' : tableElement(links.downloads, { linkOf })}
</main>`;
  return renderPage({ title, body, script });
}

/** One line that unfolds. */
function detailsElement(summary: string, body: string): string {
  return `<details><summary>${escapeHtml(summary)}</summary>\n${body}\n</details>`;
}
