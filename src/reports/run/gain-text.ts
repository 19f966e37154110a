import type { Analysis } from '../../analysis/analysis.js';
import { inconclusive } from '../../analysis/inconclusive.js';
import type { BreakEven, Speedup } from '../../analysis/study/study-schema.js';
import { problemPhrase, problemText } from '../../model/problem-text.js';
import type { Problem } from '../../model/problem.js';
import { reciprocal } from '../../statistics/median-interval.js';
import { formatPercent, formatRatio, formatRoughPercent } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';

/** The headline of the study, with what is predicted for it. */
export function gainText({ answer, study, subject }: Analysis): string {
  const { headline, rivalsLabel } = study;
  const { headlineGain: gain } = answer;
  if (gain === null) {
    return subject!.outOfCacheProblem === null
      ? `${headline} was not tested out of cache: no size measured exceeds the LLC`
      : `${headline} and ${rivalsLabel} were not both measured out of cache`;
  }
  const place = `${shapeText(gain.problem)}, ${gain.isOutOfCache ? 'out of cache' : 'in DRAM'}`;
  return `${comparisonText(study, gain)}, ${place}; predicted ${predictionsText(gain)}`;
}

function comparisonText(
  { headline, rivals, rivalsLabel }: Analysis['study'],
  gain: Speedup,
): string {
  const { ratio, interval, classification, roundCount, floorRatio } = gain;
  const rival = rivals.length > 1 ? `${gain.over}, the best ${rivalsLabel}` : gain.over;
  const isSlower = ratio < 1;
  const speed = `${formatRatio(isSlower ? 1 / ratio : ratio)} ${isSlower ? 'slower' : 'faster'} than ${rival}`;
  if (interval === null || classification === null) {
    return `${headline} is ${speed}, but ${inconclusive(roundCount)}`;
  }
  const range = `95% CI ${intervalText(isSlower ? reciprocal(interval) : interval)}`;
  if (classification !== 'no difference') return `${headline} is ${speed} [${range}]`;
  const floor = floorRatio > 1 ? `, A/A noise ${formatPercent(floorRatio - 1)}` : '';
  return `${headline} shows no significant difference: ${speed} [${range}${floor}]`;
}

function predictionsText(gain: Speedup): string {
  const { predictedByPassBytes, predictedByBusBytes, predictedBySkeletons } = gain;
  const texts = [`${formatRatio(predictedByPassBytes)} by read + write bytes`];
  if (predictedByBusBytes !== null) {
    texts.push(`${formatRatio(predictedByBusBytes)} with write-allocate (RFO)`);
  }
  if (predictedBySkeletons !== null) {
    texts.push(`${formatRatio(predictedBySkeletons)} by memory-only versions`);
  }
  return texts.join(', ');
}

/** Where the winner changes, and the largest loss of the headline. */
export function breakEvenText({ study: { headline }, answer }: Analysis): string {
  const { kind, lowProblem, highProblem, largestLoss } = answer.breakEven;
  const low = lowProblem && problemText(lowProblem);
  const high = highProblem && shapeText(highProblem);
  const between = `between ${low} and ${high}`;
  const texts: Readonly<Record<BreakEven['kind'], string>> = {
    'faster above': `break-even ${between}`,
    'faster below': `break-even ${between}, where ${headline} becomes slower`,
    'several changes': `the winner changes more than once ${between}`,
    'always faster': `${headline} is faster at every size`,
    'always slower': `${headline} is never faster`,
    'faster or undecided':
      high === null
        ? `${headline} is faster or undecided at every size`
        : `${headline} is faster from ${high} on, undecided below`,
    'slower or undecided': `${headline} is slower or undecided at every size`,
    undecided: 'the winner is undecided at every size',
    'not tested': 'the break-even was not tested',
  };
  if (largestLoss === null) return texts[kind];
  const loss = formatRoughPercent(1 - largestLoss.ratio);
  return `${texts[kind]}; ${headline} is up to ${loss} slower at ${shapeText(largestLoss.problem)}`;
}

/** `32 Mi elements`. */
export function shapeText(problem: Problem): string {
  return problemPhrase(problem);
}
