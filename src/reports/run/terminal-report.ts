import type { Analysis } from '../../analysis/analysis.js';
import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { hiddenSweepsNote, shownSweeps } from '../shared/shown-sweeps.js';
import { sweepName } from '../shared/sweep-name.js';
import {
  emphasized,
  listBlock,
  tableBlock,
  type TerminalOptions,
} from '../shared/terminal-blocks.js';
import { batchTables } from './batch-tables.js';
import { externalTables } from './external-tables.js';
import type { Fact } from './facts.js';
import { gainChart } from './gain-chart.js';
import { claimsTitle, contentOf } from './report-content.js';
import { roundsTable } from './rounds-table.js';
import { answerBlock } from './terminal-answer.js';
import { terminalTables } from './terminal-tables.js';
import { variantTables } from './variant-tables.js';
import { terminalFormat, threadTables } from './thread-tables.js';

/**
 * Machine, protocol, warnings and claims, then the tables of each sweep and what is impossible or missing; the answer
 * last, where a terminal shows it. Ends with a line break.
 */
export function renderTerminalReport(analysis: Analysis, options: TerminalOptions): string {
  const content = contentOf(analysis);
  const charts = [gainChart(analysis), roundsTable(analysis)].filter((chart) => chart !== null);
  const blocks = [
    listBlock('Machine', content.machine.map(factText), options),
    listBlock('Protocol', content.protocol.map(factText), options),
    listBlock('Data quality', content.steadiness.map(factText), options),
    listBlock('Warnings', content.warnings, options),
    listBlock('Caches and stores', content.findings, options),
    listBlock(claimsTitle(analysis.study), claimTexts(analysis), options),
    ...charts.map((chart) => tableBlock(chart, options)),
    ...batchTables(analysis).map((table) => tableBlock(table, options)),
    ...shownSweeps(analysis).flatMap((sweep) => [
      emphasized(`== ${sweepName(sweep, analysis.sweeps)} ==`, options),
      ...terminalTables(analysis, sweep).map((table) => tableBlock(table, options)),
    ]),
    hiddenSweepsNote(analysis),
    ...threadTables(analysis, terminalFormat).map((table) => tableBlock(table, options)),
    ...externalTables(analysis, false).map((table) => tableBlock(table, options)),
    ...variantTables(analysis).map((table) => tableBlock(table, options)),
    listBlock('Impossible and missing figures', content.gaps, options),
    answerBlock(analysis, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function factText([name, value]: Fact): string {
  return `${name}: ${value}`;
}

function claimTexts({ claims }: Analysis): readonly string[] {
  return claims.map(({ claim, measured, outcome, reason }) => {
    const range = measured?.interval == null ? '' : ` [95% CI ${intervalText(measured.interval)}]`;
    const seen = measured === null ? '' : ` (${formatRatio(measured.ratio)}${range})`;
    return `${outcome}${seen}: ${claim} Here: ${reason}.`;
  });
}
