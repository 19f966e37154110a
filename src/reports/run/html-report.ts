import type { Analysis } from '../../analysis/analysis.js';
import { contentOf, type Content } from './report-content.js';
import type { Fact } from './facts.js';
import type { DrawnFigure } from '../figures/draw.js';
import {
  bullets,
  figureElement,
  linkElement,
  section,
  tableElement,
  type PageLink,
} from '../shared/html-elements.js';
import { escapeHtml } from '../shared/html-escape.js';
import { renderPage } from '../shared/html-page.js';

/**
 * The report as one HTML file without other files: static SVG figures, which `pageScript` draws again with
 * tooltips.
 * @param figures drawn with `pagePalette`, which follows light and dark.
 * @param pageScript the bundle of `reports/page/interactive.ts`.
 * @param up the page above it, in a site.
 */
export function renderHtml(
  analysis: Analysis,
  figures: readonly DrawnFigure[],
  pageScript: string,
  up?: PageLink,
): string {
  const content = contentOf(analysis);
  const body = `${up === undefined ? '' : `<nav>${linkElement(up)}</nav>\n`}<h1>${escapeHtml(content.title)}</h1>
${answerElement(content)}
${section('Machine', factList(content.machine))}
${section('Protocol', factList(content.protocol))}
${section('Data quality', factList(content.steadiness))}
${section('Warnings', bullets(content.warnings, 'warnings'))}
${section('Caches and stores', bullets(content.findings))}
<h2>Figures</h2>
<p class="note">${escapeHtml(content.figureNote)}</p>
${figures.map(figureElement).join('\n')}
${content.tables.map((table) => tableElement(table)).join('\n')}
${section('Impossible and missing figures', bullets(content.gaps))}`;
  return renderPage({ title: content.title, body, figures, script: pageScript });
}

function answerElement({ subject, answer }: Content): string {
  const parts = answer.map(
    ({ label, texts }) =>
      `<dt>${label}</dt>${texts.map((text) => `<dd>${escapeHtml(text)}</dd>`).join('')}`,
  );
  return `<section class="answer"><p>${escapeHtml(subject)}</p><dl>${parts.join('\n')}</dl></section>`;
}

function factList(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const items = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<dl>${items.join('\n')}</dl>`;
}
