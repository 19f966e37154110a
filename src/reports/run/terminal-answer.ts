import type { Analysis } from '../../analysis/analysis.js';
import { emphasized, tableBlock, type TerminalOptions } from '../shared/terminal-blocks.js';
import { wrapText } from '../shared/prose.js';
import { answerParts, answerSubject, type AnswerPart } from './answer-lines.js';
import { answerTable } from './answer-table.js';

/** What fits under the rest on a terminal of 24 lines. */
const shortRowCount = 5;

/** Labels are followed by a space. */
const indent = ' '.repeat('TRUST '.length);

/**
 * The answer and a small table: what a run ends with, in 24 lines of 80 columns with the names of its files. Ends with
 * a line break.
 */
export function renderTerminalAnswer(analysis: Analysis, options: TerminalOptions): string {
  const table = answerTable(analysis, shortRowCount);
  const blocks = [
    [
      emphasized(answerSubject(analysis), options),
      ...answerParts(analysis)
        // The report has the prediction and the largest loss.
        .filter(({ label }) => label !== 'GAIN')
        .map((part) => partText(part, options)),
    ].join('\n'),
    ...(table === null || table.rows.length === 0 ? [] : [tableBlock(table, options)]),
  ];
  return `${blocks.join('\n')}\n`;
}

/** The whole answer. */
export function answerBlock(analysis: Analysis, options: TerminalOptions): string {
  return [
    emphasized(answerSubject(analysis), options),
    ...answerParts(analysis).map((part) => partText(part, options)),
  ].join('\n');
}

function partText({ label, texts }: AnswerPart, options: TerminalOptions): string {
  return texts
    .map((text, index) => {
      const head = index === 0 ? label.padEnd(indent.length) : indent;
      return wrapText(text, options.columns - indent.length)
        .split('\n')
        .map((line, row) => `${row === 0 ? head : indent}${line}`)
        .join('\n');
    })
    .join('\n');
}
