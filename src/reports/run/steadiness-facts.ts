import type { Analysis } from '../../analysis/analysis.js';
import type { Steadiness } from '../../analysis/quality/quality-schema.js';
import { groupBy } from '../../model/group-by.js';
import { problemText } from '../../model/problem-text.js';
import { formatCount, formatRoughPercent, formatRatio, formatSignificant } from '../../units.js';
import { shownSweeps } from '../shared/shown-sweeps.js';
import { isIn, sweepName } from '../shared/sweep-name.js';
import type { Fact } from './facts.js';

/** How good the numbers are: why measuring stopped, the A/A noise, and what disturbed the machine. */
export function steadinessFacts(analysis: Analysis): readonly Fact[] {
  const { steadiness, protocol } = analysis;
  if (protocol.measuredCellCount === 0) return [];
  const { sampledShare, usualClockHz } = steadiness;
  return [
    ['stopped', stopText(steadiness, protocol.config)],
    ['A/A noise', noiseText(analysis)],
    ['processes', processText(steadiness)],
    ['disturbed rounds', disturbanceText(steadiness)],
    ...(sampledShare === null
      ? []
      : [
          [
            'sampling',
            `${formatRoughPercent(sampledShare)} of wall time in kernels and cache setup`,
          ] as const,
        ]),
    ...(usualClockHz === null
      ? []
      : [['core clock', `about ${formatSignificant(usualClockHz / 1e9)} GHz`] as const]),
  ];
}

/** `round limit (40); 1 of 357 within 1%; median half-width 3.1%; headline 2.4%`. */
function stopText(
  { stopCounts, precision }: Steadiness,
  config: Analysis['protocol']['config'],
): string {
  const { precisionPercent, precisionPercentInCache, budgetSeconds, rounds } = config;
  const texts = {
    converged: 'target precision',
    rounds: `round limit (${rounds.maximum})`,
    budget: `time budget (${budgetSeconds} s)`,
    interrupted: 'interruption',
  };
  const reasons = stopCounts.map(({ reason, cellCount }) =>
    stopCounts.length === 1 ? texts[reason] : `${texts[reason]} ${formatCount(cellCount)}`,
  );
  const { cellCount, reachedCount, medianHalfWidth, headlineHalfWidth } = precision;
  const target =
    precisionPercent === precisionPercentInCache
      ? `${precisionPercent}%`
      : `${precisionPercent}% (in cache ${precisionPercentInCache}%)`;
  return [
    reasons.join(', '),
    `${formatCount(reachedCount)} of ${formatCount(cellCount)} within ${target}`,
    `median half-width ${halfWidthText(medianHalfWidth)}`,
    `headline ${halfWidthText(headlineHalfWidth)}`,
  ].join('; ');
}

function halfWidthText(halfWidth: number | null): string {
  return halfWidth === null ? 'undecided' : formatRoughPercent(halfWidth);
}

/** Of each pair the noise at each size. */
function noiseText(analysis: Analysis): string {
  const { aaNoise, sweeps } = analysis;
  if (aaNoise.length === 0) return 'not measured: the run has no A/A control';
  const shown = shownSweeps(analysis);
  const pairs = groupBy(
    aaNoise.filter((noise) => shown.some(isIn(noise))),
    (noise) => `${noise.implementation} (${sweepName(noise, sweeps)})`,
  );
  const parts = [...pairs].map(([name, own]) => {
    const sizes = own.map(
      ({ floorRatio, problem }) =>
        `${floorRatio === null ? 'undecided (too few rounds)' : formatRoughPercent(floorRatio - 1)} at ${problemText(problem)}`,
    );
    return `${name} ${sizes.join(', ')}`;
  });
  return `${parts.join('; ')}; smaller differences count as ties`;
}

function processText({ processCount, headline }: Steadiness): string {
  if (processCount <= 1) {
    return '1; the intervals do not include the variance between processes (page placement)';
  }
  const share = headline?.betweenProcessShare ?? null;
  return share === null
    ? `${processCount}`
    : `${processCount}; between-process variance of the headline ratio: about ${formatRoughPercent(share)}`;
}

function disturbanceText({ disturbances, headline }: Steadiness): string {
  const { roundCount, disturbedCount, causes, largestMedianChange } = disturbances;
  if (disturbedCount === 0) return `none of ${formatCount(roundCount)}`;
  const why = causes.map(({ cause, roundCount: own }) => `${formatCount(own)} ${cause}`);
  const parts = [
    `${formatCount(disturbedCount)} of ${formatCount(roundCount)} (${why.join(', ')}); none dropped`,
  ];
  if (headline?.undisturbed) {
    parts.push(`headline ratio without them: ${formatRatio(headline.undisturbed.ratio)}`);
  }
  if (largestMedianChange !== null) {
    parts.push(
      `largest change of a median without them: ${formatRoughPercent(largestMedianChange)}`,
    );
  }
  return parts.join('; ');
}
