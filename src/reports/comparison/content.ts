import { viewText } from '../../compare/comparison-answer.js';
import type { Comparison, Concern } from '../../compare/comparison.js';
import { shortList } from '../../short-list.js';
import type { ContentTable } from '../shared/content-table.js';
import { pairTables } from './pair-tables.js';
import { figuresTable, rankingTable, variationTable, wholeTable } from './ranking-tables.js';

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

/** More machines than this are named by their number. */
const namedCount = 3;

/** @param medium a terminal has 80 columns; a page scrolls and sorts. */
export function contentOf(comparison: Comparison, medium: 'terminal' | 'page'): ComparisonContent {
  const { machines, pairs, unusable, baseline } = comparison;
  const [pair] = pairs;
  const isTerminal = medium === 'terminal';
  const isPair = pairs.length === 1 && pair !== undefined;
  const pairContent = isPair ? pairTables(pair, comparison) : [];
  const rankings = isPair ? [] : [rankingTable(comparison)];
  return {
    title: isPair
      ? `${pair.machine} against ${baseline}`
      : `${machines.length === 1 ? '1 machine' : `${machines.length} machines`} by ${viewText(comparison)}`,
    answer: comparison.answer,
    concerns: concernLines(comparison),
    notes: comparison.notes,
    machineTable: wholeTable(comparison),
    tables: [
      ...(isTerminal ? rankings : []),
      ...pairContent,
      ...(isTerminal ? [figuresTable(comparison)] : []),
      ...(isPair || machines.some(({ runCount }) => runCount > 1)
        ? [variationTable(comparison)]
        : []),
    ].filter(({ rows }) => rows.length > 0),
    unusable: unusable.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

function concernLines({ pairs }: Comparison): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const { machine, concerns } of pairs) {
    for (const concern of concerns) {
      const text = concernText(concern);
      byText.set(text, [...(byText.get(text) ?? []), machine]);
    }
  }
  return [...byText].map(([text, names]) => {
    if (pairs.length === 1) return text;
    return `${text} (${shortList(names, namedCount, (name) => name)})`;
  });
}

function concernText({ aspect, severity, explanation }: Concern): string {
  return `${severity}: ${aspect}: ${explanation}`;
}
