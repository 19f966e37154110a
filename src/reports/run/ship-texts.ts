import type { Analysis } from '../../analysis/analysis.js';
import { inconclusive } from '../../analysis/inconclusive.js';
import type { ShipRange, StateAnswer } from '../../analysis/study/answer-schema.js';
import type { Speedup } from '../../analysis/study/study-schema.js';
import { axisOf } from '../../model/axes.js';
import { compareProblems } from '../../model/problem.js';
import { problemText } from '../../model/problem-text.js';
import { reciprocal, type Interval } from '../../statistics/median-interval.js';
import type { KnownRatio } from '../../statistics/paired-ratio.js';
import { formatRatio, formatRoughPercent } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { ordinaryShapesText, shapeGroupsOf } from './batch-texts.js';
import { shipsNonTemporal } from './shipped-algorithms.js';

/** In a terminal parts have few lines, elsewhere they say all. */
export type AnswerLength = 'short' | 'full';

/**
 * By shape where batches of rows were measured; else the largest sizes first, the state of the subject before the others.
 * Then the same without NT stores. In short, what NT stores cost the next reader is left to the table.
 */
export function shipTexts(analysis: Analysis, length: AnswerLength): readonly string[] {
  const { answer, study, batches } = analysis;
  const [own, ...others] = answer.states;
  if (own === undefined || own.ranges.length === 0) {
    return [`only one implementation of ${study.operation} was measured, so there is no choice`];
  }
  const readerTexts =
    length === 'full' && shipsNonTemporal(answer.states)
      ? ['-nt forms leave y in DRAM at every size: ship them where nothing reads y soon after']
      : [];
  if (batches !== null) {
    const lines = shapeGroupsOf(analysis, batches).map(({ shapes, choice }, index) =>
      choiceText(shapes, choice, { study, length, isFirst: index === 0 }),
    );
    return [
      ...lines,
      ...[ordinaryShapesText(batches)].filter((text) => text !== null),
      ...readerTexts,
    ];
  }
  const lines = own.ranges.toReversed().map((range, index) => {
    return choiceText(sizesText(range, own.ranges), range, { study, length, isFirst: index === 0 });
  });
  return [
    ...lines,
    ...(usesNonTemporal(own)
      ? [`without NT (non-temporal) stores: ${choicesText(own.ordinaryRanges)}`]
      : []),
    ...readerTexts,
    ...others.map(
      (state) => `${axisOf('cacheState').text(state.cacheState)}: ${choicesText(state.ranges)}`,
    ),
  ];
}

interface ChoiceOptions {
  readonly study: Analysis['study'];
  readonly length: AnswerLength;
  /** Whether it is the first line, which says what the numbers are. */
  readonly isFirst: boolean;
}

function choiceText(
  sizes: string,
  range: ShipRange,
  { study, length, isFirst }: ChoiceOptions,
): string {
  if (isUnknown(range)) return `${sizes}: undecided (too few rounds)`;
  if (length === 'short' && !isFirst && range.gain?.classification === 'no difference') {
    return `${sizes}: ${range.implementation}, ties with ${rivalText(study)}${doubtText(range)}`;
  }
  const reason = reasonText(range, study, isFirst);
  return `${sizes}: ${range.implementation}${tiesText(range.ties, length)}, ${reason}`;
}

function tiesText(ties: readonly string[], length: AnswerLength): string {
  if (ties.length === 0) return '';
  return length === 'short' && ties.length > 1
    ? ` (${ties.length} ties)`
    : ` (ties: ${ties.join(', ')})`;
}

function usesNonTemporal({ ranges, ordinaryRanges }: StateAnswer): boolean {
  const namesOf = (own: readonly ShipRange[]): string =>
    own.map(({ implementation }) => implementation).join();
  return namesOf(ranges) !== namesOf(ordinaryRanges);
}

/** `N >= 2 Mi two-pass 1.31x [1.29-1.33]; below three-pass-reload; below 8 Ki online`. */
function choicesText(ranges: readonly ShipRange[]): string {
  const [largest, ...smaller] = ranges.toReversed();
  if (largest === undefined) return 'not measured';
  const sizes = sizesText(largest, ranges);
  const { gain, implementation } = largest;
  const gainText =
    gain?.interval == null ? '' : ` ${formatRatio(gain.ratio)} [${intervalText(gain.interval)}]`;
  return [
    isUnknown(largest) ? `${sizes} undecided` : `${sizes} ${implementation}${gainText}`,
    ...smallerTexts(largest, smaller),
  ].join('; ');
}

/** What follows below the range of the largest sizes, each time that it changes. */
function smallerTexts(largest: ShipRange, smaller: readonly ShipRange[]): readonly string[] {
  const nameOf = (range: ShipRange): string =>
    isUnknown(range) ? 'undecided' : range.implementation;
  const descending = [largest, ...smaller];
  return smaller.flatMap((range, index) => {
    const above = descending[index]!;
    if (index > 0 && nameOf(range) === nameOf(above)) return [];
    const bound = index === 0 ? '' : ` ${problemText(above.lowProblem)}`;
    return [`below${bound} ${nameOf(range)}`];
  });
}

/** Whether its sizes had too few rounds for what is fastest, and for the gain of that. */
function isUnknown({ isDecided, gain }: ShipRange): boolean {
  return !isDecided && gain?.interval == null;
}

/**
 * `N >= 4 Mi`, `8 Ki <= N < 4 Mi`, `N < 8 Ki`, `every N`. A size between two that were measured belongs to the smaller
 * one: what the larger shows is not known to hold below it.
 */
function sizesText({ lowProblem, highProblem }: ShipRange, all: readonly ShipRange[]): string {
  const isLowest = all[0]!.lowProblem === lowProblem;
  const above = all.find((range) => compareProblems(range.lowProblem, highProblem) > 0);
  const low = problemText(lowProblem);
  if (above === undefined) return isLowest ? 'every N' : `N >= ${low}`;
  const end = problemText(above.lowProblem);
  return isLowest ? `N < ${end}` : `${low} <= N < ${end}`;
}

/** Its gain over the best rival, in short unless it is the first, or what the headline loses where a rival is what to ship. */
function reasonText(range: ShipRange, study: Analysis['study'], isFirst: boolean): string {
  const { gain, gainRange } = range;
  const doubt = doubtText(range);
  if (gain === null) return `${lossText(range, study)}${doubt}`;
  if (gain.interval === null || gainRange === null) return inconclusive(gain.roundCount);
  const all =
    isFirst && gainRange.low < gainRange.high
      ? ` at ${problemText(gain.problem)}; ${formatRatio(gainRange.low)} to ${formatRatio(gainRange.high)} over these sizes`
      : '';
  return `${speedText({ ...gain, interval: gain.interval }, rivalText(study), isFirst)}${all}${doubt}`;
}

function rivalText({ rivals, rivalsLabel }: Analysis['study']): string {
  return rivals.length > 1 ? `the best ${rivalsLabel}` : rivals[0]!;
}

function doubtText({ isDecided }: ShipRange): string {
  return isDecided ? '' : '; some sizes undecided (too few rounds)';
}

/** Where a rival is what to ship: what the headline loses. What ties with it loses nothing that is known. */
function lossText({ ties, headlineRange }: ShipRange, study: Analysis['study']): string {
  if (headlineRange === null) return 'the best measured';
  if (ties.includes(study.headline)) return `no gain by ${study.headline}`;
  return `${study.headline} is ${changeText(headlineRange)}`;
}

function speedText(
  { ratio, interval, classification }: Speedup & KnownRatio,
  rival: string,
  isFirst: boolean,
): string {
  const label = isFirst ? '95% CI ' : '';
  if (classification === 'no difference') {
    return `ties with ${rival}, ${formatRatio(ratio)} [${label}${intervalText(interval)}]`;
  }
  if (ratio < 1) {
    const range = intervalText(reciprocal(interval));
    return `${formatRatio(1 / ratio)} slower than ${rival} [${label}${range}]`;
  }
  const than = isFirst ? ` faster than ${rival}` : '';
  return `${formatRatio(ratio)}${than} [${label}${intervalText(interval)}]`;
}

/** `1-8% slower`, `up to 8% slower`, `5% slower to 12% faster`, `1.1-1.3x faster`. */
function changeText({ low, high }: Interval): string {
  if (high <= 1) return `${spanText(1 - high, 1 - low)} slower`;
  if (low >= 1) return `${spanText(low - 1, high - 1)} faster`;
  return `${formatRoughPercent(1 - low)} slower to ${formatRoughPercent(high - 1)} faster`;
}

/** Less is no difference to anybody who ships. */
const noticedShare = 0.005;

function spanText(low: number, high: number): string {
  const [from, to] = [formatRoughPercent(low), formatRoughPercent(high)];
  if (low < noticedShare) return `up to ${to}`;
  return from === to ? to : `${from.replace('%', '')}-${to}`;
}
