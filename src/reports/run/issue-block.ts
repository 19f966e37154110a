import type { Analysis } from '../../analysis/analysis.js';
import { bullets, escaped, pipeTable } from '../shared/markdown-blocks.js';
import { answerParts, answerSubject } from './answer-lines.js';
import { answerTable } from './answer-table.js';
import { machineFacts, protocolFacts, type Fact } from './facts.js';

/** Sizes in the table: the block has about 25 lines. */
const shownRowCount = 6;

/** The facts of a reader who does not have the result. */
const machineNames = ['CPU', 'LLC', 'virtual machine', 'system'];
const protocolNames = ['tool', 'run', 'measured', 'input', 'verified'];

/**
 * The answer as one short block of Markdown, to paste into an issue or a pull request: the answer, its table, and a
 * line each about machine and protocol. Refers to no file. Ends with a line break.
 */
export function renderIssueBlock(analysis: Analysis): string {
  const table = answerTable(analysis, shownRowCount);
  const blocks = [
    `**${escaped(answerSubject(analysis))}**`,
    bullets(
      answerParts(analysis).flatMap(({ label, texts }) => texts.map((text) => `${label}: ${text}`)),
    ),
    ...(table === null || table.rows.length === 0
      ? []
      : [pipeTable(table), escaped(`${table.title}; ${table.note}`)]),
    bullets([
      `Machine: ${factLine(machineFacts(analysis.machine), machineNames)}`,
      `Protocol: ${factLine(protocolFacts(analysis), protocolNames)}`,
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function factLine(facts: readonly Fact[], names: readonly string[]): string {
  return facts
    .filter(([name]) => names.includes(name))
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
