import type { Analysis } from '../../analysis/analysis.js';
import { emphasized, type TerminalOptions } from '../shared/terminal-blocks.js';
import { wrapText } from '../shared/prose.js';
import { renderTextTable } from '../shared/text-table.js';
import { answerParts, answerSubject, type AnswerPart } from './answer-lines.js';
import { answerTable } from './answer-table.js';

/** A terminal of 24 lines less its prompt, the two lines of heads of the table, and two lines of file names. */
const sharedLineCount = 19;
const [fewestRows, mostRows] = [2, 8] as const;

/**
 * What is left to the report: always the prediction and the largest loss, and others where the table would have fewer
 * rows than that.
 */
const choices = [
  { leftOut: ['GAIN'], goodRows: 5 },
  { leftOut: ['GAIN', 'PAPER'], goodRows: 4 },
  { leftOut: ['GAIN', 'PAPER', 'WHY'], goodRows: 0 },
];

/** Labels are followed by a space. */
const indent = ' '.repeat('TRUST '.length);

/**
 * The answer and a small table: what a run ends with, in 24 lines of 80 columns with the names of its files. Ends with
 * a line break.
 */
export function renderTerminalAnswer(analysis: Analysis, options: TerminalOptions): string {
  const all = answerParts(analysis, 'short');
  const blocks = choices.map(({ leftOut, goodRows }) => {
    const parts = all.filter(({ label }) => !leftOut.includes(label));
    return { block: answerBlock(analysis, options, parts), goodRows };
  });
  const whole = answerTable(analysis, mostRows);
  if (whole === null || whole.rows.length === 0) return `${blocks[0]!.block}\n`;
  const note = wrapText(whole.note, options.columns);
  const roomBelow = (block: string): number => sharedLineCount - lineCount(block) - lineCount(note);
  const fits = blocks.find(
    ({ block, goodRows }) => roomBelow(block) >= Math.min(goodRows, whole.rows.length),
  );
  const { block } = fits ?? blocks.at(-1)!;
  const table = answerTable(analysis, Math.min(Math.max(roomBelow(block), fewestRows), mostRows));
  return `${block}\n${note}\n${renderTextTable(table!.columns, table!.rows)}\n`;
}

function lineCount(text: string): number {
  return text.split('\n').length;
}

/** What the answer is about, and those parts of it. Ends without a line break. */
export function answerBlock(
  analysis: Analysis,
  options: TerminalOptions,
  parts: readonly AnswerPart[] = answerParts(analysis),
): string {
  return [
    emphasized(answerSubject(analysis), options),
    ...parts.map((part) => partText(part, options)),
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
