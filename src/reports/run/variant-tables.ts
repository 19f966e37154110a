import type { Analysis } from '../../analysis/analysis.js';
import type { VariantComparison } from '../../analysis/variants/variant-schema.js';
import { agreeIn, axisTexts, sweepAxes } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { problemText } from '../../model/problem-text.js';
import { formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { intervalText, numbers, ratioText, regionText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

const settingAxes = sweepAxes.filter((name) => name !== 'profile');

/** What other variants gain, for each setting; empty where one choice of variants was measured. */
export function variantTables({ variants, machine }: Analysis): readonly ContentTable[] {
  const shownAxes = settingAxes.filter(
    (name) => name === 'target' || variants.some((own) => !agreeIn(own, variants[0]!, [name])),
  );
  const settings = groupBy(variants, (own) => axisTexts(own, shownAxes).join(', '));
  return [...settings].map(([setting, own]) => {
    const names = [...new Set(own.flatMap(({ others }) => others.map(({ profile }) => profile)))];
    const base = nameOf(own[0]!.base);
    return {
      title: `What variants gain, ${setting}`,
      note:
        `Median ns per element with the ${base} variants, and speed with others over that, paired within rounds. ` +
        '=: a tie, where the 95% CI holds 1 or reaches into the A/A noise.',
      columns: [
        ...words('elements', 'region', 'implementation'),
        ...numbers(base),
        ...names.flatMap((profile) => numbers(nameOf(profile), '95% CI')),
      ],
      rows: own.map((comparison) => [
        problemText(comparison.problem),
        regionText(comparison.region, machine),
        shortAlgorithmName(comparison.implementation),
        formatSignificant(comparison.baseNsPerElement),
        ...names.flatMap((profile) => gainTexts(comparison, profile)),
      ]),
    };
  });
}

/** The choice of variants as people name it. */
function nameOf(profile: string | null): string {
  return profile ?? 'default';
}

function gainTexts({ others }: VariantComparison, profile: string | null): readonly string[] {
  const found = others.find((own) => own.profile === profile);
  const tie = found?.classification === 'no difference' ? '=' : '';
  return [`${tie}${ratioText(found?.gain ?? null)}`, intervalText(found?.gain?.interval)];
}
