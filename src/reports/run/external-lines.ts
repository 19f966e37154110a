import type { Analysis } from '../../analysis/analysis.js';
import type {
  ExternalComparison,
  ExternalResult,
} from '../../analysis/external/external-schema.js';
import { axisTexts } from '../../model/axes.js';
import { reciprocal } from '../../statistics/median-interval.js';
import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { externalName } from '../shared/external-name.js';
import { problemText } from '../../model/problem-text.js';
import { threadsText } from '../shared/threads-text.js';

/**
 * How the fastest implementation of this tool compares with libraries and kernels of the user, at the largest
 * problem of each number of threads.
 */
export function externalLines({ externals }: Analysis): readonly string[] {
  const largest = new Map(externals.map((group) => [placeKey(group), group]));
  return [...largest.values()].map(
    (group) => `${placeText(group)}: ${group.rows.map((row) => comparisonText(row)).join('; ')}`,
  );
}

/** Groups are in the order of the axes: the largest problem last. */
function placeKey(group: ExternalComparison): string {
  return axisTexts(group, ['threadCount', 'placement', 'scaling']).join();
}

function placeText(group: ExternalComparison): string {
  const { best, problem } = group;
  return `${best.implementation} at ${problemText(problem)}, ${threadsText(group)}`;
}

/** Two times are about the same where the ends of the interval differ by no more than this factor. */
const tieRatio = 1.25;

/** `2.21x faster than PyTorch 2.11 [2.1-2.3]`. */
function comparisonText(row: ExternalResult): string {
  const { ratio, interval, classification } = row.gains[0]!;
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
