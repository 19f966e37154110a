import type { Comparison } from '../../compare/comparison.js';
import type { DrawnFigure } from '../figures/draw.js';
import { bullets, figureElement, section, tableElement } from '../shared/html-elements.js';
import { escapeHtml } from '../shared/html-escape.js';
import { renderPage } from '../shared/html-page.js';
import { contentOf } from './comparison-content.js';

/**
 * The comparison as one HTML file; the script makes its table of machines sortable and lets the reader filter it.
 * @param pageOf where a machine has a page of its own, relative to this one; null for none.
 */
export function renderComparisonHtml(
  comparison: Comparison,
  figures: readonly DrawnFigure[],
  script: string,
  pageOf: (machine: string) => string | null = () => null,
): string {
  const content = contentOf(comparison, 'page');
  const linkOf = (text: string, head: string) => (head === 'machine' ? pageOf(text) : null);
  const body = `<main>
<h1>${escapeHtml(content.title)}</h1>
<div class="answer">${content.answer.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('')}</div>
${section('Comparability', bullets(content.concerns, 'warnings'))}
${section('How to read it', bullets(content.notes))}
${tableElement(content.machineTable, { className: 'sortable', linkOf })}
${content.tables.map((table) => tableElement(table)).join('\n')}
<h2>Figures</h2>
${figures.map(figureElement).join('\n')}
${section('Files not compared', bullets(content.unusable))}
</main>`;
  return renderPage({ title: content.title, body, script });
}
