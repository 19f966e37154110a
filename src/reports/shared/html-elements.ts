import type { ContentTable } from './content-table.js';
import type { DrawnFigure } from '../figures/draw.js';
import { escapeHtml } from './html-escape.js';

/** A part of a page under its title; nothing without a body. */
export function section(title: string, body: string): string {
  return body === '' ? '' : `<h2>${escapeHtml(title)}</h2>\n${body}`;
}

/** A figure with its caption, or the reason why there is none. */
export function figureElement(figure: DrawnFigure): string {
  if (figure.status === 'empty') {
    const { title, reason } = figure;
    return `<figure><b>${escapeHtml(title)}</b><p class="note">${escapeHtml(reason)}</p></figure>`;
  }
  const { id, title, caption, svg } = figure;
  const name = `role="img" aria-label="${escapeHtml(`${title}. ${caption}`)}"`;
  return (
    `<figure><div class="drawing" id="${escapeHtml(id)}" ${name}>` +
    // Its name says what it shows; of its hundreds of marks a reader is spared.
    `<div aria-hidden="true">${svg}</div></div>` +
    `<figcaption>${escapeHtml(caption)}</figcaption></figure>`
  );
}

/** Longer texts than this are sentences, which may be broken into lines. */
const unbrokenLength = 32;

/** A way to another page of the same site. */
export interface PageLink {
  readonly text: string;
  /** Relative path. */
  readonly target: string;
}

/** The link as markup. */
export function linkElement({ text, target }: PageLink): string {
  return `<a href="${escapeHtml(target)}">${escapeHtml(text)}</a>`;
}

/** What a table may have besides its texts. */
export interface TableOptions {
  /** `sortable` for one that `reports/page/sortable.ts` lets the reader sort and filter. */
  readonly className?: string;
  /** Where a text under that head leads to; null for none. */
  readonly linkOf?: (text: string, head: string) => string | null;
}

/** A table under its title and note. */
export function tableElement(
  { title, note, columns, rows }: ContentTable,
  { className = '', linkOf = () => null }: TableOptions = {},
): string {
  const cell = (tag: string, text: string, index: number) => {
    const isRight = columns[index]?.align === 'right';
    const classes = [...(isRight ? ['right'] : []), ...(isUnbroken(tag, text) ? ['unbroken'] : [])];
    const scope = tag === 'th' ? ' scope="col"' : '';
    const link = tag === 'td' ? linkOf(text, columns[index]!.head) : null;
    const content = link === null ? escapeHtml(text) : linkElement({ text, target: link });
    return `<${tag}${scope}${classAttribute(classes)}>${content}</${tag}>`;
  };
  const head = columns.map((column, index) => cell('th', column.head, index)).join('');
  const body = rows
    .map((row) => `<tr>${row.map((text, index) => cell('td', text, index)).join('')}</tr>`)
    .join('\n');
  const name = escapeHtml(title);
  return (
    `<h2>${name}</h2>\n<p class="note">${escapeHtml(note)}</p>\n` +
    // Reached by the keyboard, as it may have to be scrolled.
    `<div class="table" tabindex="0" role="region" aria-label="${name}">` +
    `<table${classAttribute([className])}><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`
  );
}

function classAttribute(classes: readonly string[]): string {
  const text = classes.join(' ');
  return text === '' ? '' : ` class="${text}"`;
}

function isUnbroken(tag: string, text: string): boolean {
  return tag === 'td' && text.length <= unbrokenLength;
}

/** A list of texts; nothing without any. */
export function bullets(texts: readonly string[], className = ''): string {
  if (texts.length === 0) return '';
  const items = texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n');
  return `<ul${className === '' ? '' : ` class="${className}"`}>${items}</ul>`;
}
