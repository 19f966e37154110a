import type { Comparison } from '../../compare/comparison.js';
import { viewText } from '../../compare/headline.js';
import { machineList } from '../../compare/machine-list.js';
import { groupBy } from '../../model/group-by.js';
import type { ContentTable } from '../shared/content-table.js';
import { outlierTable, spreadTable } from './fleet-tables.js';
import { hardwareTable } from './hardware-table.js';
import { pairTables } from './pair-tables.js';
import { variationTable } from './variation-table.js';

/** What a comparison says besides its matrix and its forest plot; formats differ in markup only. */
export interface ComparisonContent {
  readonly title: string;
  readonly caveats: Caveats;
  /** Machines that are slower than others with the same CPU; null for none. */
  readonly outliers: ContentTable | null;
  /** By implementation, what machines are, and how times vary. */
  readonly details: readonly ContentTable[];
}

/** What limits the comparison. */
interface Caveats {
  /** One line: how many there are, and of what; null for none. */
  readonly summary: string | null;
  /** A sentence for each reason, with the machines that it concerns. */
  readonly texts: readonly string[];
}

/** The content, from the most to the least important. */
export function contentOf(comparison: Comparison): ComparisonContent {
  const { machines, pairs, baseline } = comparison;
  const [first, ...others] = pairs;
  const pair = others.length === 0 ? first : undefined;
  const isRepeated = machines.some(({ runCount }) => runCount > 1);
  const machineCount = machines.length === 1 ? '1 machine' : `${machines.length} machines`;
  const names = machineList(machines, ({ name }) => name);
  return {
    title: pair
      ? `${pair.machine} vs ${baseline}`
      : `${machineCount} by ${viewText(comparison)}: ${names}`,
    caveats: caveatsOf(comparison),
    outliers: outlierTable(comparison),
    details: [
      ...(pair ? pairTables(pair, comparison) : []),
      spreadTable(comparison),
      hardwareTable(comparison),
      ...(pair || isRepeated ? [variationTable(comparison)] : []),
    ].filter(({ rows }) => rows.length > 0),
  };
}

interface Caveat {
  readonly aspect: string;
  readonly text: string;
}

function caveatsOf({ pairs, notes, unusable }: Comparison): Caveats {
  const concerns = pairs.flatMap(({ machine, concerns: own }) =>
    own.map(({ aspect, severity, explanation }) => ({
      machine,
      aspect,
      text: severity === 'refused' ? `Not compared: ${explanation}` : capitalized(explanation),
    })),
  );
  const caveats: readonly Caveat[] = [
    ...[...groupBy(concerns, ({ text }) => text)].map(([text, own]) => {
      const names = machineList(own, ({ machine }) => machine);
      return { aspect: own[0]!.aspect, text: pairs.length === 1 ? text : `${text} (${names})` };
    }),
    ...notes.map((text) => ({ aspect: 'runs', text })),
    ...unusable.map(({ path, reason }) => ({
      aspect: 'files',
      text: `Not compared: ${path}: ${reason}`,
    })),
  ];
  const texts = caveats.map(({ text }) => text);
  if (texts.length === 0) return { summary: null, texts };
  const aspects = [...new Set(caveats.map(({ aspect }) => aspect))];
  const count = texts.length === 1 ? '1 caveat' : `${texts.length} caveats`;
  return { summary: `${count}: ${aspects.join(', ')}`, texts };
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
