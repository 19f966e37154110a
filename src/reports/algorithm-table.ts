import type { SummaryRow } from '../analysis/summary-row.js';
import { formatRatio, formatSignificant } from '../units.js';
import { shortAlgorithmName } from './algorithm-name.js';
import { renderTextTable } from './text-table.js';

/** Every algorithm measured at one size, one line each, with all three byte counts. */
export function algorithmTable(row: SummaryRow): string {
  return renderTextTable(
    [
      { head: 'algorithm', align: 'left' },
      { head: 'ns/elem', align: 'right' },
      { head: 'useful', align: 'right' },
      { head: 'pass', align: 'right' },
      { head: 'bus', align: 'right' },
      { head: 'x copy', align: 'right' },
      { head: 'x skeleton', align: 'right' },
    ],
    row.algorithms.map((summary) => [
      shortAlgorithmName(summary.algorithm),
      formatSignificant(summary.nsPerElement),
      gigabytes(summary.usefulBytesPerSecond),
      gigabytes(summary.passBytesPerSecond),
      gigabytes(summary.busBytesPerSecond),
      formatRatio(summary.timeOverCopy?.ratio ?? Number.NaN),
      formatRatio(summary.timeOverSkeleton?.ratio ?? Number.NaN),
    ]),
  );
}

function gigabytes(bytesPerSecond: number | null): string {
  return formatSignificant((bytesPerSecond ?? Number.NaN) / 1e9);
}
