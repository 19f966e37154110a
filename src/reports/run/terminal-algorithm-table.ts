import type { Analysis, GroupFacts, Verdict } from '../../analysis/analysis.js';
import { formatCount, formatPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes, numbers, ratioText, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { cellsIn } from '../figures/group-name.js';

const limits: Readonly<Record<Verdict, string>> = {
  'memory-bound': 'memory',
  'compute-bound': 'compute',
  mixed: 'mixed',
};

/** Every algorithm but the skeletons at the size that shows what memory allows, or the largest. */
export function algorithmTable(analysis: Analysis, group: GroupFacts): ContentTable {
  const elementCount = group.outOfCacheElementCount ?? group.elementCounts.at(-1) ?? 0;
  const place = group.outOfCacheElementCount === null ? 'at the largest size' : 'out of cache';
  return {
    title: `All algorithms ${place}, ${formatCount(elementCount)} elements`,
    note:
      'GB/s by pass and by bus bytes; time over what copy predicts by pass bytes and by bus bytes; ' +
      'share of the speed of the skeleton, the same passes without arithmetic, and what that says ' +
      'the limit is.',
    columns: [
      ...words('algorithm'),
      ...numbers('ns/elem', 'pass', 'bus', 'x pass', 'x bus', 'skeleton'),
      ...words('limit'),
    ],
    rows: cellsIn(analysis, group)
      .filter((cell) => cell.elementCount === elementCount && cell.kind !== 'skeleton')
      .map((cell) => [
        shortAlgorithmName(cell.algorithm),
        formatSignificant(cell.nsPerElement),
        gigabytes(cell.passBytesPerSecond),
        gigabytes(cell.busBytesPerSecond),
        ratioText(cell.overPassPrediction),
        ratioText(cell.overBusPrediction),
        formatPercent(cell.skeletonFraction?.ratio ?? Number.NaN),
        cell.verdict === null ? '-' : limits[cell.verdict],
      ]),
  };
}
