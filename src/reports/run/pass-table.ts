import type { Analysis, PassTableRow } from '../../analysis/analysis.js';
import { formatCount, formatPercent, formatSignificant } from '../../units.js';
import { isIn, nameOf } from '../figures/group-name.js';
import { gigabytes, numbers, shareIntervalText, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

/** For each group the passes out of cache beside the baselines. */
export function passTables(analysis: Analysis): readonly ContentTable[] {
  return analysis.groups.map((group) => ({
    title: `Each pass out of cache on ${nameOf(group)}`,
    note:
      `${formatCount(group.outOfCacheElementCount ?? Number.NaN)} elements. GB/s by pass bytes and ` +
      'by bus bytes; share of the speed of the baseline that moves the same bytes, and of the same ' +
      'pass of the skeleton, which finds the caches as the passes before it left them.',
    columns: [
      ...words('algorithm', 'pass', 'moves'),
      ...numbers('ns per element', 'pass GB/s', 'bus GB/s'),
      ...words('baseline'),
      ...numbers('of its speed', 'of skeleton', '95 % interval'),
      ...words('verdict'),
    ],
    rows: analysis.passTable
      .filter(isIn(group))
      .map((row) => [
        row.algorithm,
        row.kind === 'baseline' ? '-' : `${row.index + 1} ${row.pass}`,
        movesText(row),
        formatSignificant(row.medianNs / row.elementCount),
        gigabytes(row.passBytesPerSecond),
        gigabytes(row.busBytesPerSecond),
        row.baseline ?? '-',
        formatPercent(row.baselineFraction ?? Number.NaN),
        formatPercent(row.skeletonFraction?.ratio ?? Number.NaN),
        shareIntervalText(row.skeletonFraction?.interval),
        row.verdict ?? '-',
      ]),
  }));
}

/** `x`, `x → y`, `x → y streaming`. */
function movesText({ reads, writes, store }: PassTableRow): string {
  const streams = [reads, writes].filter(({ length }) => length > 0).map((ids) => ids.join(' '));
  const arrow = reads.length === 0 ? '→ ' : '';
  const kind = store === 'ordinary' || writes.length === 0 ? '' : ` ${store}`;
  return `${arrow}${streams.join(' → ')}${kind}`;
}
