import { createHash } from 'node:crypto';

import type { Analysis } from '../../analysis/analysis.js';
import type { ContentTable } from '../content/content-table.js';
import { contentOf } from '../content/content.js';
import type { Fact } from '../content/facts.js';
import type { DrawnFigure } from '../figures/draw.js';
import { escapeHtml, scriptJson } from './escape.js';
import { pageStyle } from './style.js';

/**
 * The report as one HTML file that needs nothing else: static SVG figures, which `pageScript` draws
 * again with tooltips. Its content security policy forbids every request and every other script.
 * @param figures drawn with `pagePalette`, so that they follow light and dark.
 * @param pageScript the bundle of `reports/page/interactive.ts`.
 */
export function renderHtml(
  analysis: Analysis,
  figures: readonly DrawnFigure[],
  pageScript: string,
): string {
  const content = contentOf(analysis);
  const scriptHash = createHash('sha256').update(pageScript).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'`;
  const specs = figures.flatMap((figure) =>
    figure.status === 'drawn' ? [{ id: figure.id, spec: figure.spec }] : [],
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(content.title)}</title>
<style>${pageStyle()}</style>
</head>
<body>
<h1>${escapeHtml(content.title)}</h1>
<div class="answer">${content.answer.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('')}</div>
${section('Machine', factList(content.machine))}
${section('Protocol', factList(content.protocol))}
${section('How good the numbers are', factList(content.steadiness))}
${section('Warnings', bullets(content.warnings, 'warnings'))}
${section('Caches and stores', bullets(content.findings))}
<h2>Figures</h2>
<p class="note">${escapeHtml(content.figureNote)}</p>
${figures.map(figureElement).join('\n')}
${content.tables.map(tableElement).join('\n')}
${section('Doubts and gaps', bullets(content.doubts))}
<script type="application/json" id="figure-specs">${scriptJson(specs)}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `<h2>${escapeHtml(title)}</h2>\n${body}`;
}

function figureElement(figure: DrawnFigure): string {
  if (figure.status === 'empty') {
    const { title, reason } = figure;
    return `<figure><b>${escapeHtml(title)}</b><p class="note">${escapeHtml(reason)}</p></figure>`;
  }
  const { id, title, caption, svg } = figure;
  const name = `role="img" aria-label="${escapeHtml(`${title}. ${caption}`)}"`;
  return (
    `<figure><div class="drawing" id="${escapeHtml(id)}" ${name}>${svg}</div>` +
    `<figcaption>${escapeHtml(caption)}</figcaption></figure>`
  );
}

/** Longer texts than this are sentences, which may be broken into lines. */
const unbrokenLength = 32;

function tableElement({ title, note, columns, rows }: ContentTable): string {
  const cell = (tag: string, text: string, index: number) => {
    const isRight = columns[index]?.align === 'right';
    const classes = [...(isRight ? ['right'] : []), ...(isUnbroken(tag, text) ? ['unbroken'] : [])];
    const attribute = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
    return `<${tag}${attribute}>${escapeHtml(text)}</${tag}>`;
  };
  const head = columns.map((column, index) => cell('th', column.head, index)).join('');
  const body = rows
    .map((row) => `<tr>${row.map((text, index) => cell('td', text, index)).join('')}</tr>`)
    .join('\n');
  return (
    `<h2>${escapeHtml(title)}</h2>\n<p class="note">${escapeHtml(note)}</p>\n` +
    `<div class="table"><table><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`
  );
}

function isUnbroken(tag: string, text: string): boolean {
  return tag === 'td' && text.length <= unbrokenLength;
}

function factList(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const items = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<dl>${items.join('\n')}</dl>`;
}

function bullets(texts: readonly string[], className = ''): string {
  if (texts.length === 0) return '';
  const items = texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n');
  return `<ul${className === '' ? '' : ` class="${className}"`}>${items}</ul>`;
}
