import type { Analysis } from '../../analysis/analysis.js';
import type { LimitGroup, ShipRange, StateAnswer } from '../../analysis/study/answer-schema.js';
import { inconclusive } from '../../analysis/inconclusive.js';
import type { BreakEven, JudgedClaim, Speedup } from '../../analysis/study/study-schema.js';
import { axisOf } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import type { Interval } from '../../statistics/median-interval.js';
import {
  formatElements,
  formatPercent,
  formatRatio,
  formatRoughPercent,
  formatSignificant,
} from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { intervalText } from '../shared/cell-text.js';

/** A part of the answer under its label; each text is a line of its own. */
export interface AnswerPart {
  readonly label: 'SHIP' | 'GAIN' | 'WHY' | 'TRUST' | 'PAPER';
  readonly texts: readonly string[];
}

/** What the answer is about: `AMD EPYC, avx512, float32, 1 thread, cold output`. */
export function answerSubject({ machine, subject, study }: Analysis): string {
  if (subject === null) return machine.cpuModel;
  const { target, threadCount, cacheState, pages, problems } = subject;
  return [
    machine.cpuModel,
    study.operation,
    target,
    problems[0]!.elementType,
    axisOf('threadCount').text(threadCount),
    axisOf('cacheState').text(cacheState),
    ...(pages === 'default' ? [] : [axisOf('pages').text(pages)]),
  ].join(', ');
}

/** The answer in words, for every format: what to ship, the gain of the headline, why, and how far to trust it. */
export function answerParts(analysis: Analysis): readonly AnswerPart[] {
  const { subject, answer } = analysis;
  if (subject === null) {
    return [{ label: 'SHIP', texts: ['nothing was measured, so this result has no answer'] }];
  }
  const parts: readonly AnswerPart[] = [
    { label: 'SHIP', texts: shipTexts(analysis) },
    { label: 'GAIN', texts: [`${gainText(analysis)}; ${breakEvenText(analysis)}`] },
    { label: 'WHY', texts: [whyText(analysis)] },
    { label: 'TRUST', texts: [trustText(analysis)] },
    { label: 'PAPER', texts: answer.claims.length === 0 ? [] : [paperText(analysis)] },
  ];
  return parts.filter(({ texts }) => texts.length > 0);
}

/** The largest sizes first, the state of the subject before the others, then the same without NT stores. */
function shipTexts({ answer, study }: Analysis): readonly string[] {
  const [own, ...others] = answer.states;
  if (own === undefined || own.ranges.length === 0) {
    return [`only one implementation of ${study.operation} was measured, so there is no choice`];
  }
  const lines = own.ranges.toReversed().map((range) => {
    const sizes = sizesText(range, own.ranges);
    if (isUnknown(range)) return `${sizes}: undecided (too few rounds)`;
    const ties = range.ties.length === 0 ? '' : ` (ties: ${range.ties.join(', ')})`;
    return `${sizes}: ${range.implementation}${ties}, ${reasonText(range, study)}`;
  });
  return [
    ...lines,
    ...(usesNonTemporal(own)
      ? [`without NT (non-temporal) stores: ${choicesText(own.ordinaryRanges)}`]
      : []),
    ...others.map(
      (state) => `${axisOf('cacheState').text(state.cacheState)}: ${choicesText(state.ranges)}`,
    ),
  ];
}

function usesNonTemporal({ ranges, ordinaryRanges }: StateAnswer): boolean {
  const namesOf = (own: readonly ShipRange[]): string =>
    own.map(({ implementation }) => implementation).join();
  return namesOf(ranges) !== namesOf(ordinaryRanges);
}

/** `N >= 2 Mi two-pass 1.31x [1.29-1.33]; N <= 1 Mi three-pass-reload`. */
function choicesText(ranges: readonly ShipRange[]): string {
  return ranges
    .toReversed()
    .map((range) => {
      const sizes = sizesText(range, ranges);
      if (isUnknown(range)) return `${sizes} undecided`;
      const gain =
        range.gain?.interval == null
          ? ''
          : ` ${formatRatio(range.gain.ratio)} [${intervalText(range.gain.interval)}]`;
      return `${sizes} ${range.implementation}${gain}`;
    })
    .join('; ');
}

/** Whether its sizes had too few rounds for what is fastest, and for the gain of that. */
function isUnknown({ isDecided, gain }: ShipRange): boolean {
  return !isDecided && gain?.interval == null;
}

/** `N >= 4 Mi`, `N <= 1 Mi`, `8 Ki <= N <= 1 Mi`, `every N`. */
function sizesText({ lowProblem, highProblem }: ShipRange, all: readonly ShipRange[]): string {
  const isLowest = all[0]!.lowProblem === lowProblem;
  const isHighest = all.at(-1)!.highProblem === highProblem;
  if (isLowest && isHighest) return 'every N';
  const [low, high] = [lowProblem, highProblem].map((own) => formatElements(elementsOf(own)));
  if (isHighest) return `N >= ${low}`;
  if (isLowest) return `N <= ${high}`;
  return low === high ? `N = ${low}` : `${low} <= N <= ${high}`;
}

/** Its gain over the best rival, or what the headline loses where a rival is what to ship. */
function reasonText(range: ShipRange, study: Analysis['study']): string {
  const { gain, gainRange, headlineRange, isDecided } = range;
  const doubt = isDecided ? '' : '; some sizes undecided (too few rounds)';
  if (gain === null) {
    const loss =
      headlineRange === null
        ? 'the best measured'
        : `${study.headline} is ${changeText(headlineRange)}`;
    return `${loss}${doubt}`;
  }
  if (gain.interval === null || gainRange === null) return inconclusive(gain.roundCount);
  const { interval } = gain;
  const rival = study.rivals.length > 1 ? `the best ${study.rivalsLabel}` : study.rivals[0]!;
  const speed =
    gain.ratio >= 1
      ? `${formatRatio(gain.ratio)} faster than ${rival} [95% CI ${intervalText(interval)}]`
      : `${formatRatio(1 / gain.ratio)} slower than ${rival} [95% CI ${intervalText(inverse(interval))}]`;
  const all =
    gainRange.low < gainRange.high
      ? `; ${formatRatio(gainRange.low)} to ${formatRatio(gainRange.high)} over these sizes`
      : '';
  return `${speed}${all}${doubt}`;
}

/** `0.2-8% slower`, `5% slower to 12% faster`, `1.1-1.3x faster`. */
function changeText({ low, high }: Interval): string {
  if (high <= 1) return `${spanText(1 - high, 1 - low)} slower`;
  if (low >= 1) return `${spanText(low - 1, high - 1)} faster`;
  return `${formatRoughPercent(1 - low)} slower to ${formatRoughPercent(high - 1)} faster`;
}

function spanText(low: number, high: number): string {
  const [from, to] = [formatRoughPercent(low), formatRoughPercent(high)];
  return from === to ? to : `${from.replace('%', '')}-${to}`;
}

function inverse({ low, high }: Interval): Interval {
  return { low: 1 / high, high: 1 / low };
}

function shapeText(problem: Problem): string {
  return `${formatElements(elementsOf(problem))} elements`;
}

/** The headline of the study, with what is predicted for it. */
function gainText({ answer, study, subject }: Analysis): string {
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
  const range = `95% CI ${intervalText(isSlower ? inverse(interval) : interval)}`;
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

function breakEvenText({ study: { headline }, answer }: Analysis): string {
  const { kind, lowProblem, highProblem, largestLoss } = answer.breakEven;
  const low = lowProblem && formatElements(elementsOf(lowProblem));
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

/** One thread of a large machine is limited by its own outstanding misses: nothing is said of all cores. */
function whyText({ answer, subject }: Analysis): string {
  const { limitPlace, limits } = answer;
  const { threadCount } = subject!;
  if (limitPlace === null || limits.length === 0) return 'no algorithm was measured there';
  const thread = threadCount === 1 ? 'one thread' : `${threadCount} threads`;
  const isKnown = limits.some(({ verdict }) => verdict !== null && verdict !== 'undecided');
  const subjectText = isKnown ? `${thread} is` : `the limit of ${thread} is`;
  return `at ${shapeText(limitPlace.problem)} ${subjectText} ${limits.map(limitText).join('; ')}`;
}

function limitText({
  verdict,
  implementations,
  floorFraction,
  missingBaselines,
}: LimitGroup): string {
  const names = implementations.map(shortAlgorithmName).join(', ');
  if (verdict === null) {
    return missingBaselines.length === 0
      ? `inconclusive (too few rounds): ${names}`
      : `not tested (${missingBaselines.join(' and ')} was not measured): ${names}`;
  }
  if (verdict === 'undecided' || floorFraction === null) return `${verdict}: ${names}`;
  const { low, high } = floorFraction;
  const [from, to] = [formatSignificant(low), formatSignificant(high)];
  const range = from === to ? to : `${from}-${to}`;
  return `${verdict}: ${names} (${range} of the read + copy floor)`;
}

function trustText({ answer, protocol }: Analysis): string {
  const { trust } = answer;
  const { config } = protocol;
  const { headlineHalfWidth, reachedCount, cellCount, otherCpuLoad, disturbedShare } = trust;
  const targets = [...new Set([config.precisionPercent, config.precisionPercentInCache])];
  return [
    ...(trust.isComplete ? [] : ['the run was interrupted']),
    headlineHalfWidth === null
      ? 'no interval at the headline'
      : `half-width ${formatRoughPercent(headlineHalfWidth)} at the headline`,
    `${reachedCount} of ${cellCount} configurations within ${targets.map((own) => `${own}%`).join('/')}`,
    ...(trust.processCount > 1 ? [`${trust.processCount} processes`] : ['1 process']),
    ...(otherCpuLoad !== null && otherCpuLoad >= 0.1
      ? [`other programs on ${formatSignificant(otherCpuLoad)} CPUs`]
      : []),
    ...(disturbedShare >= 0.01
      ? [`${formatRoughPercent(disturbedShare)} of rounds disturbed`]
      : []),
    ...(trust.isVirtualMachine ? ['VM'] : []),
    ...(trust.warningCount === 0
      ? []
      : [`${trust.warningCount} ${trust.warningCount === 1 ? 'warning' : 'warnings'}`]),
  ].join('; ');
}

/** The claim about the target of the subject, then how many of the others fit. */
function paperText({ answer, subject }: Analysis): string {
  const { claims } = answer;
  const [own, ...others] = claims.toSorted(
    (a, b) => Number(isAbout(subject!.target, b)) - Number(isAbout(subject!.target, a)),
  );
  const counts = [...groupBy(others, ({ outcome }) => outcome)].map(
    ([outcome, of]) => `${of.length} ${outcome}`,
  );
  const seen =
    own?.measured == null
      ? ''
      : `; here ${formatRatio(own.measured.ratio)} [${intervalText(own.measured.interval)}]`;
  const first = `${own!.claim.replace(/\.$/, '')}${seen}: ${own!.outcome}`;
  return counts.length === 0 ? first : `${first}. Other claims: ${counts.join(', ')}`;
}

function isAbout(target: string, { id }: JudgedClaim): boolean {
  return id === `gain-${target}`;
}
