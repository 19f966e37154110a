import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { PassTableRow } from '../../analysis/passes/pass-schema.js';
import { headlineGain } from '../../analysis/study/headline-gain.js';
import { elementsOf } from '../../model/problem.js';
import { formatPercent, formatRatio, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import {
  gigabytes,
  intervalText,
  numbers,
  ratioText,
  shareIntervalText,
  shareText,
  words,
} from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { cellsIn, isIn, sweepName } from '../shared/sweep-name.js';
import { cellsAt, shownSize, sizeTable } from './size-table.js';

/** For each sweep everything that was measured out of cache, or at its largest size. */
export function outOfCacheTables(analysis: Analysis): readonly ContentTable[] {
  return analysis.sweeps.map((sweep) => {
    const { problem, place, elements } = shownSize(sweep);
    return {
      title: `All implementations ${place} on ${sweepName(sweep, analysis.sweeps)}`,
      note:
        `${elements}. GB/s by useful bytes (each array once), by read + write bytes (of every pass) ` +
        'and by bytes with write-allocate (RFO: one more read for each line that a store allocates). ' +
        'Measured time over the time that copy predicts by either count. Speed over that of the ' +
        'memory-only version (the same passes without arithmetic).',
      columns: [
        ...words('implementation'),
        ...numbers('ns per element', 'useful GB/s', 'read + write GB/s', 'with RFO GB/s'),
        ...numbers('of memcpy', 'over read + write', 'over with RFO'),
        ...numbers('of memory-only', '95% CI'),
        ...words('verdict'),
      ],
      rows: cellsAt(analysis, sweep, problem).map(cellRow),
    };
  });
}

function cellRow(cell: CellAnalysis): readonly string[] {
  return [
    cell.implementation,
    formatSignificant(cell.nsPerElement),
    gigabytes(cell.usefulBytesPerSecond),
    gigabytes(cell.passBytesPerSecond),
    gigabytes(cell.busBytesPerSecond),
    formatPercent(cell.memcpyFraction ?? Number.NaN),
    ratioText(cell.overPassPrediction),
    ratioText(cell.overBusPrediction),
    shareText(cell.skeletonFraction),
    shareIntervalText(cell.skeletonFraction?.interval),
    cell.verdict ?? '-',
  ];
}

/** For each sweep the passes out of cache, and the baselines. */
export function passTables(analysis: Analysis): readonly ContentTable[] {
  return analysis.sweeps.map((sweep) => ({
    title: `Passes out of cache on ${sweepName(sweep, analysis.sweeps)}`,
    note:
      `${shownSize(sweep).elements}. GB/s by read + write bytes and by bytes with write-allocate ` +
      '(RFO). Speed over that of the baseline with the same reads and writes, and over that of the ' +
      'same pass of the memory-only version, which finds the caches in the same state.',
    columns: [
      ...words('implementation', 'pass', 'moves'),
      ...numbers('ns per element', 'read + write GB/s', 'with RFO GB/s'),
      ...words('baseline'),
      ...numbers('of baseline', 'of memory-only', '95% CI'),
      ...words('verdict'),
    ],
    rows: analysis.passTable.filter(isIn(sweep)).map(passRow),
  }));
}

function passRow(row: PassTableRow): readonly string[] {
  return [
    row.implementation,
    row.kind === 'baseline' ? '-' : `${row.index + 1} ${row.pass}`,
    movesText(row),
    formatSignificant(row.medianNs / elementsOf(row.problem)),
    gigabytes(row.passBytesPerSecond),
    gigabytes(row.busBytesPerSecond),
    row.baseline ?? '-',
    formatPercent(row.baselineFraction ?? Number.NaN),
    shareText(row.skeletonFraction),
    shareIntervalText(row.skeletonFraction?.interval),
    row.verdict ?? '-',
  ];
}

/** `x`, `x → y`, `x → y non-temporal`. */
function movesText({ reads, writes, store }: PassTableRow): string {
  const streams = [reads, writes].filter(({ length }) => length > 0).map((ids) => ids.join(' '));
  const arrow = reads.length === 0 ? '→ ' : '';
  const kind = store === 'ordinary' || writes.length === 0 ? '' : ` ${store}`;
  return `${arrow}${streams.join(' → ')}${kind}`;
}

/** For each sweep the time by size, with the gain of the headline over its best rival. */
export function timeTables(analysis: Analysis): readonly ContentTable[] {
  const { study, sweeps, speedups } = analysis;
  return sweeps.map((sweep) => {
    const { columns, rows } = sizeTable(analysis, sweep, timedIds(analysis, sweep), (cell) =>
      formatSignificant(cell.nsPerElement),
    );
    return {
      title: `Time by size on ${sweepName(sweep, sweeps)}`,
      note:
        `Median ns per element; * marks a size within a factor of two of a cache. Gain: speed of ` +
        `${study.headline} over its best rival, paired within rounds; a 95% CI that holds 1, or ` +
        'reaches into the A/A noise, is a tie.',
      columns: [...columns, ...numbers('gain', '95% CI'), ...words('over')],
      rows: rows.map((row, index) => {
        const gain = headlineGain(study, { ...sweep, problem: sweep.problems[index]! }, speedups);
        const over = gain === null ? '-' : shortAlgorithmName(gain.over);
        return [...row, formatRatio(gain?.ratio ?? Number.NaN), intervalText(gain?.interval), over];
      }),
    };
  });
}

/** The algorithms of the sweep, and copy. */
function timedIds(analysis: Analysis, sweep: SweepFacts): readonly string[] {
  const cells = cellsIn(analysis, sweep).filter(
    ({ kind, implementation }) => kind === 'algorithm' || implementation === 'copy',
  );
  return [...new Set(cells.map(({ implementation }) => implementation))];
}
