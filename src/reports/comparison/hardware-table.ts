import type { Comparison } from '../../compare/comparison.js';
import { formatBytes } from '../../units.js';
import { gigabytes, numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

/** Of the hash of a kernel build. */
const shownDigits = 12;

/** What the machines are, and which kernels measured. */
export function hardwareTable({ machines }: Comparison): ContentTable {
  return {
    title: 'Hardware',
    note: 'Target: where the figures are from. Copy: GB/s of read + write bytes out of cache.',
    columns: [
      ...words('machine', 'CPU', 'target'),
      ...numbers('LLC', 'copy'),
      ...words('kernel build'),
    ],
    rows: machines.map(({ name, cpuModel, target, lastLevelBytes, copyBytesPerSecond, build }) => [
      name,
      cpuModel,
      target ?? '-',
      formatBytes(lastLevelBytes ?? Number.NaN),
      gigabytes(copyBytesPerSecond),
      build.slice(0, shownDigits),
    ]),
  };
}
