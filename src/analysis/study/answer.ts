import { agreeIn, groupAxes } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { floorBaselinesOf } from '../../softmax/floor.js';
import type { Study } from '../../softmax/studies.js';
import {
  formatBytes,
  formatElements,
  formatPercent,
  formatRatio,
  formatSignificant,
} from '../../units.js';
import type { CellAnalysis, SweepFacts } from '../cells/cell-schema.js';
import { inconclusive } from '../inconclusive.js';
import { verdicts } from '../shapes.js';
import { headlineGain } from './headline-gain.js';
import type { BreakEven, Speedup } from './study-schema.js';

/** What the answer is made from. */
export interface AnswerInput {
  readonly study: Study;
  /** The sweep that the answer is about; null when nothing was measured. */
  readonly subject: SweepFacts | null;
  readonly cells: readonly CellAnalysis[];
  readonly speedups: readonly Speedup[];
  readonly breakEven: BreakEven;
}

/**
 * Two sentences: the speed-up of the headline over the best rival and what is predicted for it; then what
 * limits the algorithms, the break-even and the largest loss. Each says so when that was not tested or is undecided.
 */
export function answerOf(input: AnswerInput): readonly [string, string] {
  const { subject } = input;
  if (subject === null) {
    return [
      'Nothing was measured, so this result has no answer.',
      'Skipped and failed configurations are listed with their reasons.',
    ];
  }
  return [gainSentence(subject, input), `${limitText(subject, input)}; ${breakEvenText(input)}.`];
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
    return `${headline} is ${speed}, but ${inconclusive(roundCount)}`;
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

/** By the verdicts on the read + copy floor. */
function limitText(subject: SweepFacts, { cells }: AnswerInput): string {
  const problem = subject.outOfCacheProblem ?? subject.problems.at(-1)!;
  const measured = cells.filter((cell) => agreeIn(cell, { ...subject, problem }, groupAxes));
  const algorithms = measured.filter(({ kind }) => kind === 'algorithm');
  const place = `At ${shapeOf(problem)}`;
  if (algorithms.length === 0) return `${place} no algorithm was measured`;
  const rankOf = ({ verdict }: CellAnalysis): number =>
    verdict === null ? verdicts.length : verdicts.indexOf(verdict);
  const ranked = algorithms.toSorted((a, b) => rankOf(a) - rankOf(b));
  const groups = [...groupBy(ranked, (cell) => verdictText(cell, measured))];
  const parts = groups.map(
    ([text, own]) => `${text}: ${namesOf(own)}${isDecided(own[0]!) ? ` (${rangeOf(own)})` : ''}`,
  );
  // One thread of a large machine is limited by its own outstanding misses: nothing is said of all cores.
  const thread = subject.threadCount === 1 ? 'one thread' : `${subject.threadCount} threads`;
  const subjectText = algorithms.some(isDecided) ? `${thread} is` : `the limit of ${thread} is`;
  return `${place} ${subjectText} ${parts.join('; ')}`;
}

function isDecided({ verdict }: CellAnalysis): boolean {
  return verdict !== null && verdict !== 'undecided';
}

/** The verdict, or why there is none. */
function verdictText(cell: CellAnalysis, measured: readonly CellAnalysis[]): string {
  if (cell.verdict !== null) return cell.verdict;
  const missing = missingBaselines(cell, measured).join(' and ');
  return missing === ''
    ? 'inconclusive (too few rounds)'
    : `not tested (${missing} was not measured)`;
}

function missingBaselines(
  { implementation }: CellAnalysis,
  measured: readonly CellAnalysis[],
): readonly string[] {
  const baselines = new Set(floorBaselinesOf(algorithmOf(implementation)));
  return [...baselines].filter((id) => measured.every((cell) => cell.implementation !== id));
}

function namesOf(cells: readonly CellAnalysis[]): string {
  return cells.map(({ implementation }) => implementation).join(', ');
}

function rangeOf(cells: readonly CellAnalysis[]): string {
  const ratios = cells.map(({ floorFraction }) => floorFraction!.ratio);
  const low = formatRatio(Math.min(...ratios));
  const high = formatRatio(Math.max(...ratios));
  return `${low === high ? high : `${low} to ${high}`} the speed of the read + copy floor`;
}

function breakEvenText({ study: { headline }, breakEven }: AnswerInput): string {
  const { kind, lowProblem, highProblem, largestLoss } = breakEven;
  const low = lowProblem && formatElements(elementsOf(lowProblem));
  const high = highProblem && shapeOf(highProblem);
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
  const loss = formatPercent(Number((1 - largestLoss.ratio).toPrecision(2)));
  return `${texts[kind]}; ${headline} is up to ${loss} slower at ${shapeOf(largestLoss.problem)}`;
}
