import type { Analysis } from '../../analysis/analysis.js';
import type {
  ExternalComparison,
  ExternalGain,
  ExternalResult,
} from '../../analysis/external/external-schema.js';
import { axisTexts } from '../../model/axes.js';
import { reciprocal } from '../../statistics/median-interval.js';
import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { externalName } from '../shared/external-name.js';
import { problemText } from '../../model/problem-text.js';
import { threadsText } from '../shared/threads-text.js';
import { shippedAt } from './shipped-algorithms.js';

/**
 * How this tool compares with libraries and kernels of the user, at the largest problem of each number of threads: by
 * what SHIP names there where that was measured against all of them on the fastest target, else by the fastest.
 */
export function externalLines(analysis: Analysis): readonly string[] {
  const largest = new Map(analysis.externals.map((group) => [placeKey(group), group]));
  return [...largest.values()].map((group) => {
    const own = ownOf(analysis, group);
    const texts = group.rows.map((row) => comparisonText(row, gainOf(row, own) ?? row.gains[0]!));
    return `${own.implementation} at ${placeText(group)}: ${texts.join('; ')}`;
  });
}

type Own = Pick<ExternalGain, 'implementation' | 'target'>;

function ownOf(analysis: Analysis, { best, rows, ...group }: ExternalComparison): Own {
  const { target } = best;
  const shipped = shippedAt(analysis, { ...group, target }, group.problem);
  if (shipped === null) return best;
  const own = { implementation: shipped, target };
  return rows.every((row) => gainOf(row, own) !== undefined) ? own : best;
}

function gainOf({ gains }: ExternalResult, own: Own): ExternalGain | undefined {
  return gains.find(
    ({ implementation, target }) => implementation === own.implementation && target === own.target,
  );
}

/** Groups are in the order of the axes: the largest problem last. */
function placeKey(group: ExternalComparison): string {
  return axisTexts(group, ['threadCount', 'placement', 'scaling']).join();
}

function placeText(group: ExternalComparison): string {
  return `${problemText(group.problem)}, ${threadsText(group)}`;
}

/** Two times are about the same where the ends of the interval differ by no more than this factor. */
const tieRatio = 1.25;

/** `2.21x faster than PyTorch 2.11 [2.1-2.3]`. */
function comparisonText(
  row: ExternalResult,
  { ratio, interval, classification }: ExternalGain,
): string {
  const name = externalName(row);
  if (interval === null) return `undecided against ${name} (too few rounds)`;
  if (classification === 'no difference') {
    const isNarrow = interval.high / interval.low <= tieRatio;
    return `${isNarrow ? 'tie with' : 'undecided against'} ${name} [${intervalText(interval)}]`;
  }
  if (classification === 'slower') {
    return `${formatRatio(1 / ratio)} slower than ${name} [${intervalText(reciprocal(interval))}]`;
  }
  return `${formatRatio(ratio)} faster than ${name} [${intervalText(interval)}]`;
}
