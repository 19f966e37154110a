import type { ContentTable } from './content-table.js';
import type { DrawnFigure, Picture } from '../figures/draw.js';
import { escapeHtml } from './html-escape.js';
import { legendElement } from './html-legend.js';

/** What a link to the part of that title is named. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** A figure with its caption and legend, or the reason why there is none. */
export function figureElement(figure: DrawnFigure): string {
  const title = escapeHtml(figure.title);
  if (figure.status === 'empty') {
    return `<figure><b>${title}</b><p class="note">${escapeHtml(figure.reason)}</p></figure>`;
  }
  const { id, caption, legend, alternatives } = figure;
  const pictures = [figure, ...alternatives];
  return (
    `<figure id="${escapeHtml(id)}"${figure.fullSvg === null ? '' : ' class="lead"'}>` +
    `<div class="controls">${figure.narrowSvg === null ? '' : `<b class="${figure.fullSvg === null ? 'narrow' : 'narrow full'}">${title}</b>`}` +
    `${switchElement(id, pictures)}${legendElement(legend)}</div>` +
    pictures.map((picture, index) => pictureElement(figure, picture, index)).join('') +
    `<figcaption>${escapeHtml(caption)}</figcaption></figure>`
  );
}

/** Choices of the picture that is shown; the page shows them if its script runs. */
function switchElement(id: string, pictures: readonly { readonly name: string }[]): string {
  if (pictures.length === 1) return '';
  const inputs = pictures.map(
    ({ name }, index) =>
      `<label><input type="radio" name="${escapeHtml(id)}" value="${index}"${index === 0 ? ' checked' : ''}>${escapeHtml(name)}</label>`,
  );
  return `<fieldset class="switch" hidden><legend>Show</legend>${inputs.join('')}</fieldset>`;
}

function pictureElement(
  { title, caption, narrowSvg }: Extract<DrawnFigure, { status: 'drawn' }>,
  picture: Picture,
  index: number,
): string {
  const about = [title, ...(picture.name === '' ? [] : [picture.name]), caption].join('. ');
  const classes = narrowSvg === null ? 'wide always' : 'wide';
  const sizes = [
    ...(picture.fullSvg === null ? [] : [`<div class="full">${picture.fullSvg}</div>`]),
    `<div class="${classes}">${picture.svg}</div>`,
    ...(picture.narrowSvg === null ? [] : [`<div class="narrow">${picture.narrowSvg}</div>`]),
  ];
  return (
    `<div class="drawing" role="img" aria-label="${escapeHtml(about)}"${index === 0 ? '' : ' hidden'}>` +
    // Its name says what it shows; of its hundreds of marks a reader is spared.
    `<div aria-hidden="true">${sizes.join('')}</div></div>`
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
  /** Of its heading. */
  readonly level?: 2 | 3;
}

/** A table under its title and note. */
export function tableElement(
  { title, note, columns, rows }: ContentTable,
  { className = '', linkOf = () => null, level = 2 }: TableOptions = {},
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
    `<h${level}>${name}</h${level}>\n<p class="note">${escapeHtml(note)}</p>\n` +
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
