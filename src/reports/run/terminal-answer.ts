import type { Analysis } from '../../analysis/analysis.js';
import { emphasized, type TerminalOptions } from '../shared/terminal-blocks.js';
import { wrapText } from '../shared/prose.js';
import { renderTextTable } from '../shared/text-table.js';
import { answerParts, answerSubject, type AnswerPart } from './answer-lines.js';
import { answerTable } from './answer-table.js';

/** A terminal of 24 lines less its prompt, the heads of the table with its note, and two lines of file names. */
const sharedLineCount = 18;
const [fewestRows, mostRows] = [2, 8] as const;

/** Labels are followed by a space. */
const indent = ' '.repeat('TRUST '.length);

/**
 * The answer and a small table: what a run ends with, in 24 lines of 80 columns with the names of its files. Ends with
 * a line break.
 */
export function renderTerminalAnswer(analysis: Analysis, options: TerminalOptions): string {
  // The report has the prediction and the largest loss, and the limit of each where CORES says what limits all.
  const left = analysis.answer.threads.length === 0 ? ['GAIN'] : ['GAIN', 'WHY'];
  const answer = answerBlock(analysis, options, ({ label }) => !left.includes(label));
  const freeCount = sharedLineCount - answer.split('\n').length;
  const table = answerTable(analysis, Math.min(Math.max(freeCount, fewestRows), mostRows));
  if (table === null || table.rows.length === 0) return `${answer}\n`;
  return `${answer}\n${table.note}\n${renderTextTable(table.columns, table.rows)}\n`;
}

/** What the answer is about, and the parts of it that are shown. Ends without a line break. */
export function answerBlock(
  analysis: Analysis,
  options: TerminalOptions,
  isShown: (part: AnswerPart) => boolean = () => true,
): string {
  return [
    emphasized(answerSubject(analysis), options),
    ...answerParts(analysis)
      .filter(isShown)
      .map((part) => partText(part, options)),
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
