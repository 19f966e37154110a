import type { ContentTable } from './content-table.js';
import { wrapText } from './prose.js';
import { renderTextTable } from './text-table.js';

/** How the report is shown. Tables need 80 columns; text is wrapped to `columns`. */
export interface TerminalOptions {
  readonly columns: number;
  /** Emphasis by ANSI escapes. */
  readonly color: boolean;
}

/** A table under its title and note. */
export function tableBlock(
  { title, note, columns, rows }: ContentTable,
  options: TerminalOptions,
): string {
  const heading = [emphasized(title, options), wrapText(note, options.columns)];
  return [...heading, renderTextTable(columns, rows)].join('\n');
}

/** A title with a bullet for each text; empty without texts. */
export function listBlock(
  title: string,
  texts: readonly string[],
  options: TerminalOptions,
): string {
  if (texts.length === 0) return '';
  const bullets = texts.map((text) => `- ${wrapText(text, options.columns - 2, '  ')}`);
  return [emphasized(title, options), ...bullets].join('\n');
}

/** Wrapped, and bold: each line by itself, for pagers that show single lines. */
export function emphasized(text: string, { columns, color }: TerminalOptions): string {
  const wrapped = wrapText(text, columns);
  if (!color) return wrapped;
  return wrapped
    .split('\n')
    .map((line) => `\u001b[1m${line}\u001b[22m`)
    .join('\n');
}
