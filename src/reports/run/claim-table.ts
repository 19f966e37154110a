import type { Analysis } from '../../analysis/analysis.js';
import { formatRatio } from '../../units.js';
import { intervalText, numbers, ratioText, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

/** The paper's claims beside what this run measured. */
export function claimTable({ paperClaims }: Analysis): ContentTable {
  return {
    title: 'The claims of the paper',
    note:
      'Speed of two-pass over three-pass, as claimed by Dukhan and Ablavatski (2020) and as measured ' +
      'here with its 95 % interval.',
    columns: [
      ...words('claim'),
      ...numbers('claimed', 'measured', '95 % interval'),
      ...words('outcome', 'why'),
    ],
    rows: paperClaims.map(({ claim, origin, claimedRatio, measured, outcome, reason }) => [
      origin === 'paper' ? claim : `${claim} (derived)`,
      formatRatio(claimedRatio ?? Number.NaN),
      ratioText(measured),
      intervalText(measured?.interval),
      outcome,
      reason,
    ]),
  };
}
