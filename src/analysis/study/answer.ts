import { isSameSweep, agreeIn } from '../../model/axes.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import type { Study } from '../../softmax/studies.js';
import {
  formatBytes,
  formatElements,
  formatPercent,
  formatRatio,
  formatSignificant,
} from '../../units.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import { verdicts } from '../shapes.js';
import { headlineGain } from './headline-gain.js';
import type { Speedup } from './study-schema.js';

/** What the answer is made from. */
export interface AnswerInput {
  readonly study: Study;
  /** The sweep that the answer is about; null when nothing was measured. */
  readonly subject: SweepFacts | null;
  readonly cells: readonly CellAnalysis[];
  readonly speedups: readonly Speedup[];
}

/**
 * Two sentences: the speed-up of the headline over the best rival and what is predicted for it; then what
 * limits the algorithms, and the break-even. Each says so when that was not tested or is undecided.
 */
export function answerOf(input: AnswerInput): readonly [string, string] {
  const { subject } = input;
  if (subject === null) {
    return [
      'Nothing was measured, so this result has no answer.',
      'Skipped and failed configurations are listed with their reasons.',
    ];
  }
  return [
    gainSentence(subject, input),
    `${limitText(subject, input)}; ${breakEvenText(subject, input)}.`,
  ];
}

function gainSentence(subject: SweepFacts, { study, speedups }: AnswerInput): string {
  const { target, outOfCacheProblem: problem, caches } = subject;
  const { headline, rivalsLabel } = study;
  if (problem === null) {
    const cache = formatBytes(caches.boundaries.at(-1)!.capacityBytes);
    return `${headline} was not tested out of cache: no size measured on ${target} exceeds the LLC (${cache}).`;
  }
  const place = `${shapeOf(problem)} on ${target}, ${subject.isOutOfCache ? 'out of cache' : 'in DRAM'}`;
  const gain = headlineGain(study, { ...subject, problem }, speedups);
  if (gain === null) {
    return `${headline} and ${rivalsLabel} were not both measured at ${place}.`;
  }
  return `${comparison(study, gain)}, ${place}; predicted: ${predictions(gain)}.`;
}

function shapeOf(problem: Problem): string {
  return `${formatElements(elementsOf(problem))} elements`;
}

function comparison({ headline, rivals, rivalsLabel }: Study, gain: Speedup): string {
  const { ratio, interval, classification, roundCount, floorRatio } = gain;
  const rival = rivals.length > 1 ? `${gain.over}, the best ${rivalsLabel}` : gain.over;
  const isSlower = ratio < 1;
  const speed = `${formatRatio(isSlower ? 1 / ratio : ratio)} ${isSlower ? 'slower' : 'faster'} than ${rival}`;
  if (interval === null || classification === null) {
    return `${headline} is ${speed}, but only ${roundCount} ${roundCount === 1 ? 'round' : 'rounds'}: inconclusive`;
  }
  const { low, high } = isSlower ? { low: 1 / interval.high, high: 1 / interval.low } : interval;
  const range = `95% CI ${formatSignificant(low)}-${formatSignificant(high)}`;
  if (classification !== 'no difference') return `${headline} is ${speed} [${range}]`;
  const floor = floorRatio > 1 ? `, A/A noise ${formatPercent(floorRatio - 1)}` : '';
  return `${headline} shows no significant difference: ${speed} [${range}${floor}]`;
}

function predictions(gain: Speedup): string {
  const { predictedByPassBytes, predictedByBusBytes, predictedBySkeletons } = gain;
  const texts = [`${formatRatio(predictedByPassBytes)} by read + write bytes`];
  if (predictedByBusBytes !== null) {
    texts.push(`${formatRatio(predictedByBusBytes)} by bytes with write-allocate (RFO)`);
  }
  if (predictedBySkeletons !== null) {
    texts.push(`${formatRatio(predictedBySkeletons)} by memory-only versions`);
  }
  return texts.join(', ');
}

/** By the verdicts; one whose interval crosses an edge is undecided. */
function limitText(subject: SweepFacts, { cells }: AnswerInput): string {
  const problem = subject.outOfCacheProblem ?? subject.problems.at(-1)!;
  const judged = cells.filter(
    (cell) =>
      isSameSweep(cell, subject) &&
      agreeIn(cell, { problem }, ['problem']) &&
      cell.verdict !== null,
  );
  const place = `At ${shapeOf(problem)}`;
  if (judged.length === 0) {
    return `${place} the limit was not tested, as no memory-only version was measured`;
  }
  const isUndecided = ({ flags }: CellAnalysis): boolean => flags.includes('verdict-uncertain');
  const parts = verdicts.flatMap((verdict) => {
    const own = judged.filter((cell) => cell.verdict === verdict && !isUndecided(cell));
    return own.length === 0
      ? []
      : [`${verdict}: ${namesOf(own)} (${rangeOf(own)} of memory-only speed)`];
  });
  const undecided = judged.filter(isUndecided);
  if (undecided.length > 0) parts.push(`undecided: ${namesOf(undecided)}`);
  return `${place} ${parts.join('; ')}`;
}

function namesOf(cells: readonly CellAnalysis[]): string {
  return cells.map(({ implementation }) => implementation).join(', ');
}

function rangeOf(cells: readonly CellAnalysis[]): string {
  const shares = cells.map(({ skeletonFraction }) => skeletonFraction?.ratio ?? Number.NaN);
  const low = formatPercent(Math.min(...shares));
  const high = formatPercent(Math.max(...shares));
  return low === high ? high : `${low} to ${high}`;
}

/** Between which sizes the winner changes; where a size is undecided, the interval includes it. */
function breakEvenText(subject: SweepFacts, { study, speedups }: AnswerInput): string {
  const { headline } = study;
  const gains = subject.problems.flatMap(
    (problem) => headlineGain(study, { ...subject, problem }, speedups) ?? [],
  );
  if (gains.length === 0) return 'the break-even was not tested';
  const isFaster = ({ classification }: Speedup): boolean => classification === 'faster';
  const isSlower = ({ classification }: Speedup): boolean => classification === 'slower';
  const first = gains[gains.findLastIndex((gain) => !isFaster(gain)) + 1];
  if (first === undefined) {
    if (gains.some(isFaster)) return `${headline} is faster at some sizes, but not at the largest`;
    if (gains.every(isSlower)) return `${headline} is slower at every size`;
    return gains.some(isSlower)
      ? `${headline} is never faster (slower or undecided at every size)`
      : `the winner is undecided at every size`;
  }
  if (first === gains[0]) return `${headline} is faster at every size`;
  const lastSlower = gains.findLast(isSlower);
  return lastSlower === undefined
    ? `${headline} is faster from ${shapeOf(first.problem)} on, undecided below`
    : `break-even between ${formatElements(elementsOf(lastSlower.problem))} and ${shapeOf(first.problem)}`;
}
