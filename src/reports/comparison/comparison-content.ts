import type { Comparison, Concern } from '../../compare/comparison.js';
import { viewText } from '../../compare/comparison-answer.js';
import { groupBy } from '../../model/group-by.js';
import { shortList } from '../../short-list.js';
import type { ContentTable } from '../shared/content-table.js';
import { pairTables } from './pair-tables.js';
import { figuresTable, machinesTable, rankingTable, variationTable } from './ranking-tables.js';

/** What a comparison says, in order; formats differ in markup only. */
export interface ComparisonContent {
  readonly title: string;
  readonly answer: readonly string[];
  /** What is not comparable, and why: a line for each reason, with the machines that it concerns. */
  readonly concerns: readonly string[];
  readonly notes: readonly string[];
  /** For pages, which scroll: all that the narrower tables of a terminal say. */
  readonly machineTable: ContentTable;
  readonly tables: readonly ContentTable[];
  readonly unusable: readonly string[];
}

/** Of more machines the number is given. */
const namedCount = 3;

/** @param medium a terminal has 80 columns; a page scrolls and sorts. */
export function contentOf(comparison: Comparison, medium: 'terminal' | 'page'): ComparisonContent {
  const { machines, pairs, unusable, baseline } = comparison;
  const [first, ...others] = pairs;
  const pair = others.length === 0 ? first : undefined;
  const isTerminal = medium === 'terminal';
  const isRepeated = machines.some(({ runCount }) => runCount > 1);
  const machineCount = machines.length === 1 ? '1 machine' : `${machines.length} machines`;
  return {
    title: pair ? `${pair.machine} vs ${baseline}` : `${machineCount} by ${viewText(comparison)}`,
    answer: comparison.answer,
    concerns: concernLines(comparison),
    notes: comparison.notes,
    machineTable: machinesTable(comparison),
    tables: [
      ...(pair ? pairTables(pair, comparison) : isTerminal ? [rankingTable(comparison)] : []),
      ...(isTerminal ? [figuresTable(comparison)] : []),
      ...(pair || isRepeated ? [variationTable(comparison)] : []),
    ].filter(({ rows }) => rows.length > 0),
    unusable: unusable.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

function concernLines({ pairs }: Comparison): readonly string[] {
  const lines = pairs.flatMap(({ machine, concerns }) =>
    concerns.map((concern) => ({ machine, text: concernText(concern) })),
  );
  return [...groupBy(lines, ({ text }) => text)].map(([text, own]) =>
    pairs.length === 1 ? text : `${text} (${shortList(own, namedCount, ({ machine }) => machine)})`,
  );
}

function concernText({ severity, explanation }: Concern): string {
  return `${severity === 'refused' ? 'not compared' : 'warning'}: ${explanation}`;
}
