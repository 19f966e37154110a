import { analyze, analyzeCells, everySpeedup } from '../../analysis/analyze.js';
import { decisionOf } from '../../analysis/decision.js';
import { compareMachines } from '../../compare/compare-machines.js';
import type { ComparedRun } from '../../compare/compared-run.js';
import { groupRuns } from '../../compare/machines.js';
import { reduceRun } from '../../compare/reduce.js';
import { headOf, readHead, readLayout, readSweep, storedSweep } from '../../compare/stored-run.js';
import type { ResultDocument } from '../../model/result.js';
import { renderComparisonCsv } from '../../reports/comparison/comparison-csv.js';
import { renderComparisonMarkdown } from '../../reports/comparison/markdown-comparison.js';
import { renderComparisonTerminal } from '../../reports/comparison/terminal-comparison.js';
import { drawFiles } from '../../reports/figures/draw.js';
import { renderCsv } from '../../reports/formats/render-csv.js';
import { jsonRows } from '../../reports/formats/table.js';
import { tables } from '../../reports/formats/tables.js';
import { toolFormats } from '../../reports/formats/tool-formats.js';
import { renderIssueBlock } from '../../reports/run/issue-block.js';
import { renderMarkdown } from '../../reports/run/markdown-report.js';
import { renderTerminalAnswer } from '../../reports/run/terminal-answer.js';
import { renderTerminalReport } from '../../reports/run/terminal-report.js';
import { renderJson } from '../../reports/shared/render-json.js';
import { goldenDocument } from '../golden-document.js';

const options = { columns: 80, color: false };
const other: ComparedRun = { path: 'other.json', ...reduceRun(goldenDocument()) };

/** Everything that reports and comparisons make of a document, by name. */
export function outputsOf(document: ResultDocument): readonly (readonly [string, string])[] {
  const analysis = analyze(document);
  const result = { document, analysis: analyzeCells(document) };
  const reduced = reduceRun(document);
  readHead(headOf(reduced));
  for (const { facts, layout, numbers } of reduced.sweeps.map(storedSweep)) {
    readSweep(facts, readLayout(layout), numbers);
  }
  const runs = [other, { path: 'own.json', ...reduced }].filter(({ sweeps }) => sweeps.length > 0);
  const grouping = groupRuns(runs);
  const view = { metric: 'time', by: 'element-count', targets: 'best' } as const;
  const compared = compareMachines(grouping, grouping.machines[0]!.name, view, []);
  return [
    ['terminal', renderTerminalReport(analysis, options)],
    ['answer', renderTerminalAnswer(analysis, options)],
    ['issue', renderIssueBlock(analysis)],
    ['markdown', renderMarkdown(analysis, [], 'figures')],
    ['json', renderJson(analysis)],
    ['decision', renderJson(decisionOf(analysis))],
    ['speedups', renderJson(everySpeedup(document))],
    ...tables.flatMap((table): [string, string][] => [
      [`csv ${table.id}`, renderCsv(table, result)],
      [`json ${table.id}`, [...jsonRows(table, result)].join('\n')],
    ]),
    ...(result.analysis.cells.length === 0
      ? []
      : [...toolFormats].map(([name, convert]): [string, string] => [
          name,
          JSON.stringify(convert(result)),
        ])),
    ['compare', renderComparisonTerminal(compared.comparison, { ...options, isFull: true })],
    ['compare csv', renderComparisonCsv(compared.comparison)],
    ['compare markdown', renderComparisonMarkdown(compared.comparison, [], 'figures')],
    ['compare json', renderJson(compared.comparison)],
  ];
}

/** The figures of a report, as SVG. */
export async function figuresOf(
  document: ResultDocument,
): Promise<readonly (readonly [string, string])[]> {
  const drawn = await drawFiles(analyze(document));
  return drawn.map((figure) => [figure.id, figure.status === 'drawn' ? figure.svg : '']);
}

/** What no output may hold; null for a good one. */
export function outputProblem([name, text]: readonly [string, string]): string | null {
  const number = /(?<![\w-])(?:NaN|-?Infinity|undefined)(?!\w)/.exec(text);
  if (number !== null) return `${name} holds ${text.slice(number.index - 60, number.index + 20)}`;
  // Lines of CSV end in CR LF.
  const control = /(?!\n|\r\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.exec(text);
  return control === null ? null : `${name} holds U+${control[0].codePointAt(0)!.toString(16)}`;
}
