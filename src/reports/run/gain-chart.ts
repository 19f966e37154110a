import type { Analysis } from '../../analysis/analysis.js';
import { formatRatio } from '../../units.js';
import { numbers, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { isIn, nameOf } from '../figures/group-name.js';
import { sparkline } from '../shared/sparkline.js';

/** What the newer algorithms gain over recompute, one bar a size; no rows for fewer than two sizes. */
export function gainChart({ subject, speedups }: Analysis): ContentTable | null {
  if (subject === null || subject.elementCounts.length < 2) return null;
  const own = speedups.filter(isIn(subject)).filter(({ over }) => over === 'three-pass-recompute');
  if (own.length === 0) return null;
  const range = {
    low: Math.min(...own.map(({ ratio }) => ratio)),
    high: Math.max(...own.map(({ ratio }) => ratio)),
  };
  return {
    title: 'Speed-up over three-pass-recompute',
    note: `On ${nameOf(subject)}, from the smallest size to the largest; all lines on one logarithmic scale.`,
    columns: [...words('algorithm', 'over size'), ...numbers('least', 'most', 'at the largest')],
    rows: [...new Set(own.map(({ algorithm }) => algorithm))].map((id) => {
      const ratios = subject.elementCounts.map(
        (elementCount) =>
          own.find((entry) => entry.algorithm === id && entry.elementCount === elementCount)
            ?.ratio ?? null,
      );
      const known = ratios.filter((ratio) => ratio !== null);
      return [
        id,
        sparkline(ratios, range),
        formatRatio(Math.min(...known)),
        formatRatio(Math.max(...known)),
        formatRatio(ratios.at(-1) ?? Number.NaN),
      ];
    }),
  };
}
