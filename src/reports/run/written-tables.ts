import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { PassTableRow } from '../../analysis/passes/pass-schema.js';
import { headlineGain } from '../../analysis/study/headline-gain.js';
import { callElementsOf } from '../../model/threading.js';
import { formatSignificant } from '../../units.js';
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
import { sweepAxes } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import type { ContentTable } from '../shared/content-table.js';
import { shownSweeps } from '../shared/shown-sweeps.js';
import { cellsIn, sweepName } from '../shared/sweep-name.js';
import { cellsAt, shownSize, sizeTable } from './size-table.js';

/** For each sweep everything that was measured out of cache, or at its largest size. */
export function outOfCacheTables(analysis: Analysis): readonly ContentTable[] {
  return shownSweeps(analysis).map((sweep) => {
    const { problem, place, elements } = shownSize(sweep);
    return {
      title: `All implementations ${place} on ${sweepName(sweep, analysis.sweeps)}`,
      note:
        `${elements}. GB/s by useful bytes (each array once), by read + write bytes (of every pass) ` +
        'and by bytes with write-allocate (RFO: one more read for each line that a store allocates). ' +
        'Measured time over the time that copy predicts by either count. Speed over memcpy by read + ' +
        'write bytes, over the read + copy floor (the baselines of its passes one after the other; copy-nt for NT stores), and ' +
        `over the memory-only version (the same passes without arithmetic). ${roughNote}`,
      columns: [
        ...words('implementation'),
        ...numbers('ns per element', 'useful GB/s', 'read + write GB/s', 'with RFO GB/s'),
        ...numbers('over read + write', 'over with RFO', 'over memcpy', 'over floor', '95% CI'),
        ...words('verdict'),
        ...numbers('over memory-only', '95% CI'),
      ],
      rows: cellsAt(analysis, sweep, problem).map(cellRow),
    };
  });
}

function cellRow(cell: CellAnalysis): readonly string[] {
  return [
    cell.implementation,
    roughText(cell, formatSignificant(cell.nsPerElement)),
    gigabytes(cell.usefulBytesPerSecond),
    gigabytes(cell.passBytesPerSecond),
    gigabytes(cell.busBytesPerSecond),
    ratioText(cell.overPassPrediction),
    ratioText(cell.overBusPrediction),
    ratioText(cell.memcpyFraction),
    ratioText(cell.floorFraction),
    intervalText(cell.floorFraction?.interval),
    cell.verdict ?? '-',
    ratioText(cell.skeletonFraction),
    intervalText(cell.skeletonFraction?.interval),
  ];
}

/** For each sweep the passes out of cache, and the baselines. */
export function passTables(analysis: Analysis): readonly ContentTable[] {
  return shownSweeps(analysis).map((sweep) => ({
    title: `Passes out of cache on ${sweepName(sweep, analysis.sweeps)}`,
    note:
      `${shownSize(sweep).elements}. GB/s by read + write bytes and by bytes with write-allocate ` +
      '(RFO). Speed over the baseline with the same reads and writes, and over the same pass of the ' +
      'memory-only version, which finds the caches in the same state.',
    columns: [
      ...words('implementation', 'pass', 'moves'),
      ...numbers('ns per element', 'read + write GB/s', 'with RFO GB/s'),
      ...words('baseline'),
      ...numbers('over baseline', '95% CI'),
      ...words('verdict'),
      ...numbers('over memory-only', '95% CI'),
    ],
    rows: matching(analysis.passTable, sweep, sweepAxes).map(passRow),
  }));
}

function passRow(row: PassTableRow): readonly string[] {
  return [
    row.implementation,
    row.kind === 'baseline' ? '-' : `${row.index + 1} ${row.pass}`,
    movesText(row),
    formatSignificant(row.ci95Ns === null ? Number.NaN : row.medianNs / callElementsOf(row)),
    gigabytes(row.passBytesPerSecond),
    gigabytes(row.busBytesPerSecond),
    row.baseline ?? '-',
    ratioText(row.baselineFraction),
    intervalText(row.baselineFraction?.interval),
    row.verdict ?? '-',
    ratioText(row.skeletonFraction),
    intervalText(row.skeletonFraction?.interval),
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
  return shownSweeps(analysis).map((sweep) => {
    const { columns, rows } = sizeTable(analysis, sweep, timedIds(analysis, sweep), (cell) =>
      formatSignificant(cell.nsPerElement),
    );
    return {
      title: `Time by size on ${sweepName(sweep, sweeps)}`,
      note:
        `Median ns per element; * marks a size within a factor of two of a cache. Gain: speed of ` +
        `${study.headline} over its best rival, paired within rounds; a 95% CI that holds 1, or ` +
        `reaches into the A/A noise, is a tie. ${roughNote}`,
      columns: [...columns, ...numbers('gain', '95% CI'), ...words('over')],
      rows: rows.map((row, index) => {
        const gain = headlineGain(study, { ...sweep, problem: sweep.problems[index]! }, speedups);
        const over = gain === null ? '-' : shortAlgorithmName(gain.over);
        return [...row, ratioText(gain), intervalText(gain?.interval), over];
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
