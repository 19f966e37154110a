import type { Comparison } from '../../compare/comparison.js';
import type { ContentTable } from '../shared/content-table.js';
import { wrapText } from '../shared/prose.js';
import {
  emphasized,
  listBlock,
  tableBlock,
  type TerminalOptions,
} from '../shared/terminal-blocks.js';
import { contentOf } from './comparison-content.js';
import { shortened } from './comparison-texts.js';

const nameColumns = 20;

/** The comparison for a terminal of that width; 80 columns are enough. */
export function renderComparisonTerminal(comparison: Comparison, options: TerminalOptions): string {
  const content = contentOf(comparison, 'terminal');
  const names = new Set(comparison.machines.map(({ name }) => name));
  return `${[
    emphasized(content.title, options),
    content.answer.map((sentence) => wrapText(sentence, options.columns)).join('\n'),
    listBlock('Comparability', content.concerns, options),
    listBlock('How to read it', content.notes, options),
    ...content.tables.map((table) => tableBlock(withShortNames(table, names), options)),
    listBlock('Files not compared', content.unusable, options),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

function withShortNames(table: ContentTable, names: ReadonlySet<string>): ContentTable {
  const rows = table.rows.map((row) =>
    row.map((text) => (names.has(text) ? shortened(text, nameColumns) : text)),
  );
  return { ...table, rows };
}
