import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { Verdict } from '../../analysis/shapes.js';
import { headlineGain } from '../../analysis/study/headline-gain.js';
import { problemText } from '../../model/problem-text.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { formatRatio, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import {
  gigabytes,
  intervalText,
  numbers,
  ratioText,
  roughNote,
  roughText,
  words,
} from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { fittingColumns } from '../shared/fitting-columns.js';
import { cellsIn, isIn } from '../shared/sweep-name.js';
import { namedAlgorithms } from './shipped-algorithms.js';
import { cellsAt, shownSize, sizeTable } from './size-table.js';

const lineColumns = 80;

/** The tables of a sweep, narrower than those of written reports; those without a row are left out. */
export function terminalTables(analysis: Analysis, sweep: SweepFacts): readonly ContentTable[] {
  return [
    {
      title: 'Time by size',
      note: `Median ns per element; * marks a size within a factor of two of a cache. ${roughNote}`,
      ...fittedSizeTable(analysis, sweep, ({ nsPerElement }) => formatSignificant(nsPerElement)),
    },
    {
      title: 'Bandwidth by size',
      note: `GB/s by read + write bytes (of every pass). ${roughNote}`,
      ...fittedSizeTable(analysis, sweep, (cell) => gigabytes(cell.passBytesPerSecond)),
    },
    gainTable(analysis, sweep),
    implementationTable(analysis, sweep),
    passTable(analysis, sweep),
  ].filter(({ rows }) => rows.length > 0);
}

/** A table with a column for each implementation that a line has room for: what SHIP names, the other ordinary forms, copy. */
function fittedSizeTable(
  analysis: Analysis,
  sweep: SweepFacts,
  cellText: (cell: CellAnalysis) => string,
): Pick<ContentTable, 'columns' | 'rows'> {
  const measured = [
    ...new Set(cellsIn(analysis, sweep).map(({ implementation }) => implementation)),
  ];
  const plain = measured.filter((id) => {
    const { kind, ordinaryForm } = algorithmOf(id);
    return kind === 'algorithm' && ordinaryForm === null;
  });
  const wanted = [...new Set([...namedAlgorithms(analysis), ...plain, 'copy'])];
  const shown = measured.filter((id) => wanted.includes(id));
  const ids = shown.length > 0 ? shown : measured;
  const table = sizeTable(analysis, sweep, ids, cellText);
  const order = ids.toSorted((a, b) => wanted.indexOf(a) - wanted.indexOf(b));
  const firstColumn = table.columns.length - ids.length;
  const optional = order.map((id) => firstColumn + ids.indexOf(id));
  return fittingColumns(table, optional, lineColumns);
}

function gainTable(analysis: Analysis, sweep: SweepFacts): ContentTable {
  return {
    title: `Gain of ${analysis.study.headline} by size`,
    note:
      'Speed over that of its best rival, paired within rounds; a 95% CI that holds 1, or reaches ' +
      'into the A/A noise, is a tie. Predicted: by read + write bytes (r+w), by bytes with ' +
      'write-allocate (RFO), by the memory-only versions.',
    columns: [
      ...numbers('elements', 'gain', '95% CI'),
      ...words('over'),
      ...numbers('r+w', 'RFO', 'memory-only'),
    ],
    rows: sweep.problems.flatMap((problem) => {
      const gain = headlineGain(analysis.study, { ...sweep, problem }, analysis.speedups);
      if (gain === null) return [];
      return [
        [
          problemText(problem),
          ratioText(gain),
          intervalText(gain.interval),
          shortAlgorithmName(gain.over),
          formatRatio(gain.predictedByPassBytes),
          formatRatio(gain.predictedByBusBytes ?? Number.NaN),
          formatRatio(gain.predictedBySkeletons ?? Number.NaN),
        ],
      ];
    }),
  };
}

/** As short as the terminal is narrow. */
const limits: Readonly<Record<Verdict, string>> = {
  'memory-bound': 'memory',
  'compute-bound': 'compute',
  mixed: 'mixed',
  undecided: 'undecided',
};

function limitText(verdict: Verdict | null): string {
  return verdict === null ? '-' : limits[verdict];
}

/** Everything but the memory-only versions. */
function implementationTable(analysis: Analysis, sweep: SweepFacts): ContentTable {
  const { problem, place, elements } = shownSize(sweep);
  return {
    title: `All implementations ${place}, ${elements}`,
    note:
      'GB/s by read + write bytes (r+w) and by bytes with write-allocate (RFO: one more read for ' +
      'each line that a store allocates). Speed over the read + copy floor (the baselines of its ' +
      'passes one after the other; copy-nt for NT stores) and over the memory-only version (the same ' +
      `passes without arithmetic), and the limit that the floor shows. ${roughNote}`,
    columns: [
      ...words('implementation'),
      ...numbers('ns/elem', 'r+w GB/s', 'RFO GB/s', 'over floor', 'memory-only'),
      ...words('limit'),
    ],
    rows: cellsAt(analysis, sweep, problem)
      .filter(({ kind }) => kind !== 'skeleton')
      .map((cell) => [
        shortAlgorithmName(cell.implementation),
        roughText(cell, formatSignificant(cell.nsPerElement)),
        gigabytes(cell.passBytesPerSecond),
        gigabytes(cell.busBytesPerSecond),
        ratioText(cell.floorFraction),
        ratioText(cell.skeletonFraction),
        limitText(cell.verdict),
      ]),
  };
}

/** The passes of the algorithms out of cache; the baselines are in the table above. */
function passTable(analysis: Analysis, sweep: SweepFacts): ContentTable {
  return {
    title: `Passes out of cache, ${shownSize(sweep).elements}`,
    note:
      'GB/s by read + write bytes; speed over the baseline with the same reads and writes, and over ' +
      'the same pass of the memory-only version.',
    columns: [
      ...words('implementation', 'pass'),
      ...numbers('GB/s', 'over'),
      ...words('baseline'),
      ...numbers('memory-only'),
      ...words('limit'),
    ],
    rows: analysis.passTable
      .filter(isIn(sweep))
      .filter(({ kind }) => kind === 'algorithm')
      .map((row) => [
        shortAlgorithmName(row.implementation),
        row.pass,
        gigabytes(row.passBytesPerSecond),
        ratioText(row.baselineFraction),
        row.baseline ?? '-',
        ratioText(row.skeletonFraction),
        limitText(row.verdict),
      ]),
  };
}
