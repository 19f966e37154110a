import type { Analysis, GroupFacts } from '../../analysis/analysis.js';
import { formatRatio } from '../../units.js';
import { intervalText } from './cell-text.js';
import { contentOf } from './content.js';
import { roundsTable } from './rounds-table.js';
import type { Fact } from './facts.js';
import { nameOf } from '../figures/group-name.js';
import { algorithmTable } from './terminal-algorithm-table.js';
import { emphasized, listBlock, tableBlock, type TerminalOptions } from './terminal-blocks.js';
import { gainChart } from './gain-chart.js';
import { passTable } from './terminal-pass-table.js';
import { sizeTables } from './size-tables.js';

/**
 * The findings first (the answer, machine, protocol, warnings, the paper's claims), then the tables of each
 * group, narrower than those of written reports, then what is to be doubted or is missing. Ends with a line
 * break.
 */
export function renderTerminalReport(analysis: Analysis, options: TerminalOptions): string {
  const content = contentOf(analysis);
  const charts = [gainChart(analysis), roundsTable(analysis)];
  const blocks = [
    content.answer.map((sentence) => emphasized(sentence, options)).join('\n'),
    listBlock('Machine', content.machine.map(factText), options),
    listBlock('Protocol', content.protocol.map(factText), options),
    listBlock('How good the numbers are', content.steadiness.map(factText), options),
    listBlock('Warnings', content.warnings, options),
    listBlock('Caches and stores', content.findings, options),
    listBlock('The claims of the paper', claimTexts(analysis), options),
    ...charts.flatMap((chart) => (chart === null ? [] : [tableBlock(chart, options)])),
    ...analysis.groups.flatMap((group) => groupBlocks(analysis, group, options)),
    listBlock('Doubts and gaps', content.doubts, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function groupBlocks(
  analysis: Analysis,
  group: GroupFacts,
  options: TerminalOptions,
): readonly string[] {
  const tables = [
    ...sizeTables(analysis, group),
    algorithmTable(analysis, group),
    passTable(analysis, group),
  ];
  return [
    emphasized(`== ${nameOf(group)} ==`, options),
    ...tables.filter(({ rows }) => rows.length > 0).map((table) => tableBlock(table, options)),
  ];
}

function factText([name, value]: Fact): string {
  return `${name}: ${value}`;
}

function claimTexts({ paperClaims }: Analysis): readonly string[] {
  return paperClaims.map(({ claim, measured, outcome, reason }) => {
    const range = measured?.interval == null ? '' : `, ${intervalText(measured.interval)}`;
    const seen = measured === null ? '' : ` (${formatRatio(measured.ratio)}${range})`;
    return `${outcome}${seen}: ${claim} Here: ${reason}.`;
  });
}
