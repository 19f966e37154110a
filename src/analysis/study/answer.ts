import { formatBytes, formatCount, formatPercent, formatRatio } from '../../units.js';
import type { CacheFindings, CellAnalysis, GroupFacts, Speedup, Verdict } from '../analysis.js';
import { isSameGroup } from '../cells/sweeps.js';
import { twoPassGain } from './headline-gain.js';

/** What the answer goes by. */
export interface AnswerInput {
  /** The group that the answer is about; null when nothing was measured. */
  readonly subject: GroupFacts | null;
  readonly cells: readonly CellAnalysis[];
  readonly speedups: readonly Speedup[];
  readonly caches: CacheFindings;
}

/**
 * Two sentences: how two-pass does against the better three-pass algorithm beside what is predicted; and
 * what limits the algorithms, and where two-pass pays. Each says so when there is nothing to conclude
 * from.
 */
export function answerOf(input: AnswerInput): readonly [string, string] {
  const { subject } = input;
  if (subject === null) {
    return [
      'Nothing was measured, so this result does not tell whether softmax is limited by memory here.',
      'The cells that were skipped or failed are listed with their reasons.',
    ];
  }
  return [
    gainSentence(subject, input),
    `${limitText(subject, input)}; ${payoffText(subject, input)}.`,
  ];
}

function gainSentence(subject: GroupFacts, { speedups, caches }: AnswerInput): string {
  const { target, outOfCacheElementCount } = subject;
  if (outOfCacheElementCount === null) {
    const cache = formatBytes(caches.boundaries.at(-1)?.capacityBytes ?? Number.NaN);
    return (
      `No size measured on ${target} is out of cache (the last-level cache counts as ${cache}), ` +
      'so this result does not tell how two-pass does when memory is the limit.'
    );
  }
  const gain = twoPassGain(subject, outOfCacheElementCount, speedups);
  const place = `Out of cache on ${target} (${formatCount(outOfCacheElementCount)} elements)`;
  if (gain === null) {
    return `${place} two-pass and a three-pass algorithm were not both measured.`;
  }
  return `${place} ${comparison(gain)}; ${predictions(gain)}.`;
}

function comparison(gain: Speedup): string {
  const { ratio, interval, classification, over, roundCount, floorRatio } = gain;
  const speed = `${formatRatio(ratio)} as fast as ${over}, the better three-pass algorithm`;
  if (interval === null || classification === null) {
    const rounds = roundCount === 1 ? '1 round is' : `${roundCount} rounds are`;
    return `two-pass looks ${speed}, but ${rounds} too few to tell that from chance`;
  }
  const range = `95 % interval ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  const floor = floorRatio > 1 ? `, noise floor ${formatPercent(floorRatio - 1)}` : '';
  return classification === 'no difference'
    ? `two-pass shows no difference: it is ${speed} (${range}${floor})`
    : `two-pass is ${speed} (${range})`;
}

function predictions(gain: Speedup): string {
  const { predictedByPassBytes, predictedByBusBytes, predictedBySkeletons } = gain;
  const texts = [`pass bytes predict ${formatRatio(predictedByPassBytes)}`];
  if (predictedByBusBytes !== null) texts.push(`bus bytes ${formatRatio(predictedByBusBytes)}`);
  if (predictedBySkeletons !== null) {
    texts.push(`the same passes without arithmetic ${formatRatio(predictedBySkeletons)}`);
  }
  return texts.join(', ');
}

const limiters: readonly (readonly [Verdict, string])[] = [
  ['memory-bound', 'memory limits'],
  ['mixed', 'memory and arithmetic both limit'],
  ['compute-bound', 'arithmetic limits'],
];

/** By the verdicts; one without an interval is a guess, and is not given. */
function limitText(subject: GroupFacts, { cells }: AnswerInput): string {
  const elementCount = subject.outOfCacheElementCount ?? subject.elementCounts.at(-1);
  const compared = cells.filter(
    (cell) =>
      isSameGroup(cell, subject) && cell.elementCount === elementCount && cell.verdict !== null,
  );
  if (compared.length === 0) {
    return 'What limits the algorithms is not known, as no skeleton was measured there';
  }
  const judged = compared.filter(({ skeletonFraction }) => skeletonFraction?.interval != null);
  if (judged.length === 0) {
    return 'What limits the algorithms cannot be told from so few rounds';
  }
  const parts = limiters.flatMap(([verdict, limiter]) => {
    const own = judged.filter((cell) => cell.verdict === verdict);
    return own.length === 0 ? [] : [`${limiter} ${namesOf(own, judged)} (${rangeOf(own)})`];
  });
  const doubted = judged.filter(({ flags }) => flags.includes('verdict-uncertain'));
  const doubt = doubted.length === 0 ? '' : doubtText(doubted, judged);
  return (
    `At ${formatCount(elementCount ?? Number.NaN)} elements ${parts.join(', ')}${doubt}, going by ` +
    'the speed over that of the same passes without arithmetic'
  );
}

function doubtText(doubted: readonly CellAnalysis[], judged: readonly CellAnalysis[]): string {
  const which = doubted.length < judged.length ? ` for ${namesOf(doubted, judged)}` : '';
  return `, but not for certain${which}`;
}

function namesOf(own: readonly CellAnalysis[], all: readonly CellAnalysis[]): string {
  const isAll = own.length === all.length && all.length > 1;
  return isAll ? 'every algorithm' : own.map(({ algorithm }) => algorithm).join(', ');
}

function rangeOf(cells: readonly CellAnalysis[]): string {
  const shares = cells.map(({ skeletonFraction }) => skeletonFraction?.ratio ?? Number.NaN);
  const low = formatPercent(Math.min(...shares));
  const high = formatPercent(Math.max(...shares));
  return low === high ? high : `${low} to ${high}`;
}

function payoffText(subject: GroupFacts, { speedups }: AnswerInput): string {
  const gains = subject.elementCounts.flatMap(
    (elementCount) => twoPassGain(subject, elementCount, speedups) ?? [],
  );
  if (gains.length === 0) return 'where two-pass pays is not known';
  if (gains.every(({ classification }) => classification === null)) {
    return 'where two-pass pays cannot be told from so few rounds';
  }
  const isFaster = ({ classification }: Speedup): boolean => classification === 'faster';
  const first = gains[gains.findLastIndex((gain) => !isFaster(gain)) + 1];
  if (first !== undefined) {
    return first === gains[0]
      ? 'two-pass pays at every size that was measured'
      : `two-pass pays from ${formatCount(first.elementCount)} elements on`;
  }
  return gains.some(isFaster)
    ? 'two-pass pays at some sizes, but not at the largest'
    : 'two-pass pays at no size that was measured';
}
