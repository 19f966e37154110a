import type { ContentTable } from './content-table.js';
import type { DrawnFigure } from '../figures/draw.js';

/** A part under its title; nothing without a body. */
export function section(title: string, body: string): readonly string[] {
  return body === '' ? [] : [`## ${title}`, body];
}

/** A figure as a file in `folder`, with its caption. */
export function figureBlock(figure: DrawnFigure, folder: string): string {
  const title = `### ${escaped(figure.title)}`;
  if (figure.status === 'empty') return `${title}\n\n_${escaped(figure.reason)}_`;
  const image = `![${escaped(figure.title)}](${folder}/${figure.id}.svg)`;
  return `${title}\n\n${image}\n\n${escaped(figure.caption)}`;
}

/** A table under its title and note. */
export function tableBlocks(table: ContentTable): readonly string[] {
  return [`## ${escaped(table.title)}`, escaped(table.note), pipeTable(table)];
}

/** The columns and rows of a table, one line a row. */
export function pipeTable({ columns, rows }: Pick<ContentTable, 'columns' | 'rows'>): string {
  return [
    columns.map(({ head }) => escaped(head)),
    columns.map(({ align }) => (align === 'right' ? '--:' : ':--')),
    ...rows.map((row) => row.map((cell) => escaped(cell.trim()))),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** A list of texts. */
export function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${escaped(text)}`).join('\n');
}

/** Text as text: neither Markdown nor HTML in it, such as a hostile CPU model, has an effect. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll(/:\/\//g, ':&#8203;//');
}
