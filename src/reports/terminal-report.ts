import type { Analysis } from '../analysis/analysis.js';
import type { RunSummary } from '../analysis/summary.js';
import { formatRatio } from '../units.js';
import { intervalText } from './content/cell-text.js';
import { contentOf } from './content/content.js';
import type { Fact } from './content/facts.js';
import { chosenGroup, isIn, nameOf } from './figures/chosen-group.js';
import { wrapText } from './prose.js';
import { sparkline } from './sparkline.js';
import { renderRunTable, type TerminalOptions } from './terminal.js';
import { renderTextTable } from './text-table.js';

/**
 * The findings first (the answer, machine, protocol, warnings, the paper's claims), then the tables of
 * `renderRunTable`. Tables need 80 columns; text is wrapped. Ends with a line break.
 */
export function renderTerminalReport(
  analysis: Analysis,
  summary: RunSummary,
  options: TerminalOptions,
): string {
  const { columns } = options;
  const content = contentOf(analysis);
  const blocks = [
    content.answer.map((sentence) => wrapText(sentence, columns)).join('\n'),
    factBlock('Machine', content.machine, columns),
    factBlock('Protocol', content.protocol, columns),
    listBlock('Warnings', content.warnings, columns),
    listBlock('Caches and stores', content.findings, columns),
    claimBlock(analysis, columns),
    gainChart(analysis, columns),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n\n${renderRunTable(summary, options)}`;
}

function factBlock(title: string, facts: readonly Fact[], columns: number): string {
  const lines = facts.map(([name, value]) => bullet(`${name}: ${value}`, columns));
  return [title, ...lines].join('\n');
}

function listBlock(title: string, texts: readonly string[], columns: number): string {
  if (texts.length === 0) return '';
  return [title, ...texts.map((text) => bullet(text, columns))].join('\n');
}

function bullet(text: string, columns: number): string {
  return `- ${wrapText(text, columns - 2, '  ')}`;
}

function claimBlock({ paperClaims }: Analysis, columns: number): string {
  return listBlock(
    'The claims of the paper',
    paperClaims.map(({ claim, measured, outcome, reason }) => {
      const range = measured?.interval == null ? '' : `, ${intervalText(measured.interval)}`;
      const seen = measured === null ? '' : ` (${formatRatio(measured.ratio)}${range})`;
      return `${outcome}${seen}: ${claim} Here: ${reason}.`;
    }),
    columns,
  );
}

/** What the newer algorithms gain over recompute, one bar a size, smallest first. */
function gainChart(analysis: Analysis, columns: number): string {
  const group = chosenGroup(analysis);
  if (group === undefined) return '';
  const own = analysis.speedups
    .filter(isIn(group))
    .filter(({ over }) => over === 'three-pass-recompute');
  const ids = [...new Set(own.map(({ algorithm }) => algorithm))];
  if (ids.length === 0 || group.elementCounts.length < 2) return '';
  const range = {
    low: Math.min(...own.map(({ ratio }) => ratio)),
    high: Math.max(...own.map(({ ratio }) => ratio)),
  };
  const rows = ids.map((id) => {
    const ratios = group.elementCounts.map(
      (elementCount) =>
        own.find((entry) => entry.algorithm === id && entry.elementCount === elementCount)?.ratio ??
        null,
    );
    const known = ratios.filter((ratio) => ratio !== null);
    return [
      id,
      sparkline(ratios, range),
      formatRatio(Math.min(...known)),
      formatRatio(Math.max(...known)),
      formatRatio(ratios.at(-1) ?? Number.NaN),
    ];
  });
  const title =
    `Speed-up over three-pass-recompute on ${nameOf(group)}, from the smallest size to the largest ` +
    '(all lines on one logarithmic scale)';
  const table = renderTextTable(
    [
      { head: 'algorithm', align: 'left' },
      { head: 'over size', align: 'left' },
      { head: 'least', align: 'right' },
      { head: 'most', align: 'right' },
      { head: 'at the largest', align: 'right' },
    ],
    rows,
  );
  return `${wrapText(title, columns)}\n${table}`;
}
