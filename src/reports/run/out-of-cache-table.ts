import type { Analysis, CellAnalysis } from '../../analysis/analysis.js';
import { formatCount, formatPercent, formatSignificant } from '../../units.js';
import { cellsIn, nameOf } from '../figures/group-name.js';
import { gigabytes, numbers, ratioText, shareIntervalText, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

/** For each group everything that was measured at the size that stands for memory, or at its largest. */
export function outOfCacheTables(analysis: Analysis): readonly ContentTable[] {
  return analysis.groups.map((group) => {
    const elementCount = group.outOfCacheElementCount ?? group.elementCounts.at(-1) ?? 0;
    const place = group.outOfCacheElementCount === null ? 'the largest size' : 'out of cache';
    return {
      title: `All algorithms ${place} on ${nameOf(group)}`,
      note:
        `${formatCount(elementCount)} elements. GB/s by useful bytes (what softmax must move), pass ` +
        'bytes (reads and writes of every pass) and bus bytes (with the lines that stores allocate). ' +
        'Measured time over the time that copy predicts by pass and by bus bytes; speed over that of ' +
        'the skeleton, the same passes without arithmetic.',
      columns: [
        ...words('algorithm'),
        ...numbers('ns per element', 'useful GB/s', 'pass GB/s', 'bus GB/s', 'of memcpy'),
        ...numbers('over pass prediction', 'over bus prediction'),
        ...numbers('of skeleton', '95 % interval'),
        ...words('verdict'),
      ],
      rows: cellsIn(analysis, group)
        .filter((cell) => cell.elementCount === elementCount)
        .map(rowOf),
    };
  });
}

function rowOf(cell: CellAnalysis): readonly string[] {
  return [
    cell.algorithm,
    formatSignificant(cell.nsPerElement),
    gigabytes(cell.usefulBytesPerSecond),
    gigabytes(cell.passBytesPerSecond),
    gigabytes(cell.busBytesPerSecond),
    formatPercent(cell.memcpyFraction ?? Number.NaN),
    ratioText(cell.overPassPrediction),
    ratioText(cell.overBusPrediction),
    formatPercent(cell.skeletonFraction?.ratio ?? Number.NaN),
    shareIntervalText(cell.skeletonFraction?.interval),
    cell.verdict ?? '-',
  ];
}
