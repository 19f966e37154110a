import type { Analysis, CellAnalysis, GroupFacts } from '../../analysis/analysis.js';
import { twoPassGain } from '../../analysis/study/headline-gain.js';
import { algorithmOf, algorithms } from '../../softmax/algorithms.js';
import { formatBytes, formatCount, formatRatio, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes, intervalText, numbers, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { cellsIn } from '../figures/group-name.js';

/** More columns of algorithms than this do not fit in 80 characters. */
const maximumColumnCount = 5;

/** The tables with one line a size: time, bandwidth, and the gain of two-pass. */
export function sizeTables(analysis: Analysis, group: GroupFacts): readonly ContentTable[] {
  const cells = cellsIn(analysis, group);
  const ids = shownAlgorithms(cells);
  return [
    {
      title: 'Time over size',
      note: 'Median ns per element.',
      ...sizeTable(group, cells, ids, ({ nsPerElement }) => formatSignificant(nsPerElement)),
    },
    {
      title: 'Bandwidth over size',
      note: 'GB/s by pass bytes, the reads and writes of every pass.',
      ...sizeTable(group, cells, ids, ({ passBytesPerSecond }) => gigabytes(passBytesPerSecond)),
    },
    gainTable(analysis, group),
  ].filter(({ rows }) => rows.length > 0);
}

/** The plain forms of softmax and copy; when none was measured, the first of what was. */
function shownAlgorithms(cells: readonly CellAnalysis[]): readonly string[] {
  const measured = algorithms
    .map(({ id }) => id)
    .filter((id) => cells.some(({ algorithm }) => algorithm === id));
  const plain = measured.filter((id) => {
    const { computes, streamingFormOf } = algorithmOf(id);
    return id === 'copy' || (computes === 'softmax' && streamingFormOf === null);
  });
  return (plain.length > 0 ? plain : measured).slice(0, maximumColumnCount);
}

function sizeTable(
  group: GroupFacts,
  cells: readonly CellAnalysis[],
  ids: readonly string[],
  cellText: (cell: CellAnalysis) => string,
): Pick<ContentTable, 'columns' | 'rows'> {
  return {
    columns: [
      ...numbers('elements', 'footprint'),
      ...words('region'),
      ...numbers(...ids.map(shortAlgorithmName)),
    ],
    rows: group.elementCounts.map((elementCount) => {
      const own = cells.filter((cell) => cell.elementCount === elementCount);
      return [
        formatCount(elementCount),
        formatBytes(own[0]?.footprintBytes ?? Number.NaN),
        own[0]?.region ?? '-',
        ...ids.map((id) => {
          const cell = own.find(({ algorithm }) => algorithm === id);
          return cell === undefined ? '-' : cellText(cell);
        }),
      ];
    }),
  };
}

function gainTable({ speedups }: Analysis, group: GroupFacts): ContentTable {
  return {
    title: 'Gain of two-pass over size',
    note:
      'Speed over that of the better three-pass algorithm, paired within rounds (an interval that ' +
      'holds 1, or reaches into the noise floor, is no difference), and what pass bytes, bus bytes and the skeletons predict.',
    columns: [
      ...numbers('elements', 'gain', '95 % interval'),
      ...words('over'),
      ...numbers('by pass', 'by bus', 'skeletons'),
    ],
    rows: group.elementCounts.flatMap((elementCount) => {
      const gain = twoPassGain(group, elementCount, speedups);
      if (gain === null) return [];
      return [
        [
          formatCount(elementCount),
          formatRatio(gain.ratio),
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
