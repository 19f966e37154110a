import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis } from '../../analysis/cells/cell-schema.js';
import { elementBytesOf, formatProblem, rowOf, workingSetOf } from '../../model/problem.js';
import { callElementsOf } from '../../model/threading.js';
import type { RowRegime } from '../../softmax/row-traffic.js';
import { formatBytes, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes, numbers, ratioText, roughNote, roughText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { cellsAt } from './size-table.js';

const regimeTexts: Readonly<Record<RowRegime, string>> = {
  kept: 'kept',
  transition: 'partly',
  lost: 'lost',
};

/** Predicted bytes of batches against measured time, for the algorithms and copy; empty without batches. */
export function batchTables(analysis: Analysis): readonly ContentTable[] {
  const { batches, subject } = analysis;
  if (batches === null || subject === null) return [];
  return [
    {
      title: 'Shapes',
      note:
        'x + y of one row, and whether a cache keeps the row between its passes. Predicted bytes on the bus in N ' +
        '(the bytes of x), the GB/s that the time makes of them, and the measured time over that which copy ' +
        `predicts. ${roughNote}`,
      columns: [
        ...words('shape'),
        ...numbers('row'),
        ...words('row is', 'implementation'),
        ...numbers('ns/elem', 'bus', 'GB/s', 'over copy'),
      ],
      rows: subject.problems.flatMap((problem) =>
        cellsAt(analysis, subject, problem)
          .filter(({ kind, implementation }) => kind === 'algorithm' || implementation === 'copy')
          .map((cell, index) => [
            ...(index === 0
              ? [formatProblem(problem), formatBytes(workingSetOf(rowOf(problem)))]
              : ['', '']),
            cell.rows === undefined ? '-' : regimeTexts[cell.rows.regime],
            shortAlgorithmName(cell.implementation),
            roughText(cell, formatSignificant(cell.nsPerElement)),
            busText(cell),
            gigabytes(cell.busBytesPerSecond),
            ratioText(cell.overBusPrediction),
          ]),
      ),
    },
  ];
}

/** `3 N`, `3-5 N`. */
function busText(cell: CellAnalysis): string {
  const { busBytesPerSecond, medianNs, rows } = cell;
  const arrayBytes = callElementsOf(cell) * elementBytesOf(cell.problem);
  const bytes = busBytesPerSecond === null ? null : (busBytesPerSecond * medianNs) / 1e9;
  const range = rows?.busBytes ?? (bytes === null ? null : { low: bytes, high: bytes });
  if (range === null) return '-';
  const ends = [range.low, range.high].map((end) => Math.round(end / arrayBytes));
  return `${[...new Set(ends)].join('-')} N`;
}
