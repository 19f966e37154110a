import type { Analysis, GroupFacts } from '../../analysis/analysis.js';
import { formatCount, formatPercent } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes, numbers, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { isIn } from '../figures/group-name.js';

/** The passes of the softmax algorithms out of cache; the baselines are in the table of algorithms. */
export function passTable(analysis: Analysis, group: GroupFacts): ContentTable {
  return {
    title: `Each pass out of cache, ${formatCount(group.outOfCacheElementCount ?? 0)} elements`,
    note:
      'GB/s by pass bytes; share of the speed of the same pass of the skeleton, and of the baseline ' +
      'that moves the same bytes.',
    columns: [
      ...words('algorithm', 'pass'),
      ...numbers('GB/s', 'skeleton', 'baseline'),
      ...words('which is'),
    ],
    rows: analysis.passTable
      .filter(isIn(group))
      .filter(({ kind }) => kind === 'softmax')
      .map((row) => [
        shortAlgorithmName(row.algorithm),
        row.pass,
        gigabytes(row.passBytesPerSecond),
        formatPercent(row.skeletonFraction?.ratio ?? Number.NaN),
        formatPercent(row.baselineFraction ?? Number.NaN),
        row.baseline ?? '-',
      ]),
  };
}
