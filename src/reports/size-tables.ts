import type { AlgorithmSummary } from '../analysis/algorithm-summary.js';
import type { SummaryGroup } from '../analysis/summary.js';
import type { SummaryRow } from '../analysis/summary-row.js';
import { algorithmOf, algorithms } from '../softmax/algorithms.js';
import { formatBytes, formatCount, formatRatio, formatSignificant } from '../units.js';
import { shortAlgorithmName } from './algorithm-name.js';
import { renderTextTable, type TextColumn } from './text-table.js';

/** More columns of algorithms than this do not fit in 80 characters. */
const maximumColumnCount = 5;

/** A table over all sizes, under a line that says what its numbers are. */
export interface TitledTable {
  readonly title: string;
  readonly table: string;
}

/** The tables with one line a size: time, bandwidth, and time against copy with two-pass's gain. */
export function sizeTables({ rows }: SummaryGroup): readonly TitledTable[] {
  const ids = shownAlgorithms(rows);
  const tables = [
    {
      title: 'Time in ns per element',
      table: sizeTable(rows, ids, ({ nsPerElement }) => formatSignificant(nsPerElement)),
    },
    {
      title: 'Bandwidth in GB/s, counting the reads and writes of every pass (pass bytes)',
      table: sizeTable(rows, ids, ({ passBytesPerSecond }) =>
        formatSignificant(passBytesPerSecond / 1e9),
      ),
    },
  ];
  const comparedIds = ids.filter((id) => id !== 'copy' && rows.some((row) => isOverCopy(row, id)));
  const isGainKnown = rows.some(({ twoPassGain }) => twoPassGain !== null);
  if (comparedIds.length === 0 && !isGainKnown) return tables;
  return [...tables, comparisonTable(rows, comparedIds)];
}

/** The plain forms of softmax and copy; when none was measured, the first of what was. */
function shownAlgorithms(rows: readonly SummaryRow[]): readonly string[] {
  const measured = algorithms
    .map(({ id }) => id)
    .filter((id) => rows.some((row) => findSummary(row, id) !== undefined));
  const plain = measured.filter((id) => {
    const { computes, streamingFormOf } = algorithmOf(id);
    return id === 'copy' || (computes === 'softmax' && streamingFormOf === null);
  });
  return (plain.length > 0 ? plain : measured).slice(0, maximumColumnCount);
}

function sizeTable(
  rows: readonly SummaryRow[],
  ids: readonly string[],
  cellText: (summary: AlgorithmSummary) => string,
): string {
  const columns = [...rightAligned('elements', 'footprint'), leftAligned('level')];
  return renderTextTable(
    [...columns, ...rightAligned(...ids.map(shortAlgorithmName))],
    rows.map((row) => [
      formatCount(row.elementCount),
      formatBytes(row.footprintBytes),
      row.cacheLevel,
      ...ids.map((id) => textOrDash(findSummary(row, id), cellText)),
    ]),
  );
}

function comparisonTable(rows: readonly SummaryRow[], ids: readonly string[]): TitledTable {
  const gainHeads = [...rightAligned('gain', '95 %'), leftAligned('over')];
  return {
    title: 'Time over that of copy; gain: speed of two-pass over the best three-pass',
    table: renderTextTable(
      [...rightAligned('elements', ...ids.map(shortAlgorithmName)), ...gainHeads],
      rows.map((row) => [
        formatCount(row.elementCount),
        ...ids.map((id) =>
          textOrDash(findSummary(row, id)?.timeOverCopy, ({ ratio }) => formatRatio(ratio)),
        ),
        ...gainTexts(row),
      ]),
    ),
  };
}

function gainTexts({ twoPassGain }: SummaryRow): readonly string[] {
  if (twoPassGain === null) return ['-', '-', '-'];
  const { speedup, threePass } = twoPassGain;
  return [
    formatRatio(speedup.ratio),
    textOrDash(
      speedup.interval,
      ({ low, high }) => `${formatSignificant(low)}-${formatSignificant(high)}`,
    ),
    shortAlgorithmName(threePass),
  ];
}

function isOverCopy(row: SummaryRow, id: string): boolean {
  return findSummary(row, id)?.timeOverCopy != null;
}

function findSummary(row: SummaryRow, id: string): AlgorithmSummary | undefined {
  return row.algorithms.find(({ algorithm }) => algorithm === id);
}

function textOrDash<T>(value: T | null | undefined, text: (value: T) => string): string {
  return value == null ? '-' : text(value);
}

function rightAligned(...heads: readonly string[]): readonly TextColumn[] {
  return heads.map((head) => ({ head, align: 'right' }));
}

function leftAligned(head: string): TextColumn {
  return { head, align: 'left' };
}
