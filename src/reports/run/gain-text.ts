import type { Analysis } from '../../analysis/analysis.js';
import { inconclusive } from '../../analysis/inconclusive.js';
import type { BreakEven, Speedup } from '../../analysis/study/study-schema.js';
import { problemPhrase, problemText } from '../../model/problem-text.js';
import type { Problem } from '../../model/problem.js';
import { reciprocal, relativeHalfWidth } from '../../statistics/median-interval.js';
import { formatPercent, formatRatio, formatRoughPercent } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';

/** An implementation over the best rival out of cache. */
export interface ShownGain {
  readonly implementation: string;
  /** Null where it and a rival were not both measured there. */
  readonly gain: Speedup | null;
  readonly breakEven: BreakEven;
}

/** Of what to ship at the largest sizes where that is not the headline, then of the headline. */
export function shownGains({ answer, study }: Analysis): readonly [ShownGain, ...ShownGain[]] {
  const { shipped, headlineGain: gain, breakEven } = answer;
  const headline = { implementation: study.headline, gain, breakEven };
  return shipped === null ? [headline] : [shipped, headline];
}

/** The half-width of the first gain that is shown, as a share; null without an interval. */
export function shownHalfWidth(analysis: Analysis): {
  readonly implementation: string;
  readonly share: number | null;
} {
  const { shipped, trust } = analysis.answer;
  if (shipped === null) {
    return { implementation: analysis.study.headline, share: trust.headlineHalfWidth };
  }
  const { implementation, gain } = shipped;
  return { implementation, share: gain.interval && relativeHalfWidth(gain.interval) };
}

/**
 * The gain, with what is predicted for it.
 * @param isFirst whether it says where, and what the predictions are by; one after it is of the same place.
 */
export function gainText(
  { implementation, gain }: ShownGain,
  { study, subject }: Analysis,
  isFirst: boolean,
): string {
  const { rivalsLabel } = study;
  if (gain === null) {
    return subject!.outOfCacheProblem === null
      ? `${implementation} was not tested out of cache: no size measured exceeds the LLC`
      : `${implementation} and ${rivalsLabel} were not both measured out of cache`;
  }
  if (!isFirst) {
    const ratios = predictionsOf(gain).map(({ ratio }) => formatRatio(ratio));
    return `${comparisonText(gain, gain.over)}; predicted in this order ${ratios.join(', ')}`;
  }
  const rival = study.rivals.length > 1 ? `${gain.over}, the best ${study.rivalsLabel}` : gain.over;
  const predictions = predictionsOf(gain).map(({ ratio, by }) => `${formatRatio(ratio)} ${by}`);
  const place = `${shapeText(gain.problem)}, ${gain.isOutOfCache ? 'out of cache' : 'in DRAM'}`;
  return `${comparisonText(gain, rival)}, ${place}; predicted ${predictions.join(', ')}`;
}

function comparisonText(gain: Speedup, rival: string): string {
  const { implementation, ratio, interval, classification, roundCount, floorRatio } = gain;
  const isSlower = ratio < 1;
  const speed = `${formatRatio(isSlower ? 1 / ratio : ratio)} ${isSlower ? 'slower' : 'faster'} than ${rival}`;
  if (interval === null || classification === null) {
    return `${implementation} is ${speed}, but ${inconclusive(roundCount)}`;
  }
  const range = `95% CI ${intervalText(isSlower ? reciprocal(interval) : interval)}`;
  if (classification !== 'no difference') return `${implementation} is ${speed} [${range}]`;
  const floor = floorRatio > 1 ? `, A/A noise ${formatPercent(floorRatio - 1)}` : '';
  return `${implementation} shows no significant difference: ${speed} [${range}${floor}]`;
}

function predictionsOf(gain: Speedup): readonly { ratio: number; by: string }[] {
  const { predictedByPassBytes, predictedByBusBytes, predictedBySkeletons } = gain;
  return [
    { ratio: predictedByPassBytes, by: 'by read + write bytes' },
    { ratio: predictedByBusBytes, by: 'with write-allocate (RFO)' },
    { ratio: predictedBySkeletons, by: 'by memory-only versions' },
  ].flatMap(({ ratio, by }) => (ratio === null ? [] : [{ ratio, by }]));
}

/** Where the winner changes, and the largest loss. */
export function breakEvenText({ implementation, breakEven }: ShownGain): string {
  const { kind, lowProblem, highProblem, largestLoss } = breakEven;
  const low = lowProblem && problemText(lowProblem);
  const high = highProblem && shapeText(highProblem);
  const between = `between ${low} and ${high}`;
  const texts: Readonly<Record<BreakEven['kind'], string>> = {
    'faster above': `break-even ${between}`,
    'faster below': `break-even ${between}, where ${implementation} becomes slower`,
    'several changes': `the winner changes more than once ${between}`,
    'always faster': `${implementation} is faster at every size`,
    'always slower': `${implementation} is never faster`,
    'faster or undecided':
      high === null
        ? `${implementation} is faster or undecided at every size`
        : `${implementation} is faster from ${high} on, undecided below`,
    'slower or undecided': `${implementation} is slower or undecided at every size`,
    undecided: 'the winner is undecided at every size',
    'not tested': 'the break-even was not tested',
  };
  if (largestLoss === null) return texts[kind];
  const loss = formatRoughPercent(1 - largestLoss.ratio);
  return `${texts[kind]}; ${implementation} is up to ${loss} slower at ${shapeText(largestLoss.problem)}`;
}

/** `32 Mi elements`. */
export function shapeText(problem: Problem): string {
  return problemPhrase(problem);
}
