import type { Analysis } from '../../analysis/analysis.js';
import { agreeIn } from '../../model/axes.js';
import { formatRatio } from '../../units.js';
import { numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { sparkline } from '../shared/sparkline.js';
import { isIn, sweepName } from '../shared/sweep-name.js';

/** What each challenger gains over a rival of the study, one bar a size; null for fewer than two sizes. */
export function gainChart({ study, subject, sweeps, speedups }: Analysis): ContentTable | null {
  if (subject === null || subject.problems.length < 2) return null;
  const all = speedups.filter(isIn(subject)).filter(({ interval }) => interval !== null);
  const rival = study.rivals.find((id) => all.some(({ over }) => over === id));
  if (rival === undefined) return null;
  const own = all.filter(({ over }) => over === rival);
  const range = {
    low: Math.min(...own.map(({ ratio }) => ratio)),
    high: Math.max(...own.map(({ ratio }) => ratio)),
  };
  return {
    title: `Speed-up over ${rival}`,
    note: `${sweepName(subject, sweeps)}, by size; all rows on one logarithmic scale.`,
    columns: [...words('implementation', 'by size'), ...numbers('min', 'max', 'at the largest N')],
    rows: [...new Set(own.map(({ implementation }) => implementation))].map((id) => {
      const ratios = subject.problems.map(
        (problem) =>
          own.find(
            (entry) => entry.implementation === id && agreeIn(entry, { problem }, ['problem']),
          )?.ratio ?? null,
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
