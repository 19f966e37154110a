import type { Analysis } from '../../analysis/analysis.js';
import type { ShipRange, ThreadAnswer } from '../../analysis/study/answer-schema.js';
import type { Payoff, Saturation } from '../../analysis/threads/thread-schema.js';
import { axisOf } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { formatRatio } from '../../units.js';
import { intervalText } from '../shared/cell-text.js';
import { threadsText } from '../shared/threads-text.js';
import { shapeText } from './gain-text.js';

/** One line for one thread, one for the most threads of each scaling, then what more threads gain. */
export function threadLines({ answer, study }: Analysis): readonly string[] {
  const { threads } = answer;
  const [own, ...others] = threads;
  if (own === undefined) return [];
  // Of weak scaling where it was measured: there threads share nothing but the memory.
  const growing = others[0]!;
  const size = own.limitPlace === null ? '' : ` at ${shapeText(own.limitPlace.problem)}`;
  const over = own.range?.gain?.interval == null ? '' : ` over the best ${study.rivalsLabel}`;
  return [
    `${threadsText(own)}${size}: ${choicesText(own)}${over}${verdictText(own)}`,
    ...others.map((other) => `${threadsText(other)}: ${choicesText(other)}${verdictText(other)}`),
    [
      ...(growing.saturation === null ? [] : [saturationText(growing.saturation)]),
      ...payoffTexts(growing.payoffs),
    ].join('; '),
  ].filter((text) => text !== '');
}

/**
 * In a line or two of a terminal the most threads, of weak scaling where that was measured; one thread is what SHIP is
 * about. That there are too few of them to fill the memory is left to the report.
 */
export function threadSummary({ answer }: Analysis): readonly string[] {
  const most = answer.threads[1];
  if (most === undefined) return [];
  const { threadCount, scaling, saturation } = most;
  const texts =
    saturation === null
      ? limitTexts(most)
      : saturation.kind === 'too few threads'
        ? []
        : [saturationText(saturation)];
  const how = axisOf('scaling').text(scaling);
  return texts.length === 0
    ? [`${threadCount} threads, ${how}: ${choicesText(most)}`]
    : [`${threadCount} threads: ${choicesText(most)}`, `${how}: ${texts.join(', ')}`];
}

/** What to ship, and what to ship with ordinary stores. */
function choicesText({ range, ordinaryRange }: ThreadAnswer): string {
  if (range === null) return 'no choice';
  const ranges =
    ordinaryRange === null || ordinaryRange.implementation === range.implementation
      ? [range]
      : [range, ordinaryRange];
  return [...new Set(ranges.map(choiceText))].join(', ');
}

/** Of what was compared with its floor: the verdict, or how many have each; the tables name them. */
function verdictText(answer: ThreadAnswer): string {
  const texts = limitTexts(answer);
  return texts.length === 0 ? '' : `; ${texts.join(', ')}`;
}

function limitTexts({ limits }: ThreadAnswer): readonly string[] {
  const known = limits.filter(({ verdict }) => verdict !== null);
  return known.map(({ verdict, implementations }) =>
    known.length === 1 ? verdict! : `${implementations.length} ${verdict!}`,
  );
}

/** `two-pass-nt 1.65x [1.60-1.70]`. */
function choiceText({ implementation, gain, isDecided }: ShipRange): string {
  if (gain?.interval == null && !isDecided) return 'undecided (too few rounds)';
  return gain?.interval == null
    ? implementation
    : `${implementation} ${formatRatio(gain.ratio)} [${intervalText(gain.interval)}]`;
}

/** Whether more threads still add bandwidth, of copy. */
function saturationText({ kind, knee, largestThreadCount }: Saturation): string {
  const range = knee === null || knee.low === knee.high ? '' : ` [${knee.low}-${knee.high}]`;
  switch (kind) {
    case 'saturated':
      return `the memory is full from ${knee!.threadCount} threads${range} on`;
    case 'still rising':
      return `bandwidth still rises at ${largestThreadCount} threads`;
    case 'proportional':
      return `memory not full: bandwidth in proportion up to ${largestThreadCount} threads`;
    case 'undecided':
      return `undecided where the memory is full${range === '' ? '' : `${range} threads`}`;
    case 'too few threads':
      return `${largestThreadCount} threads are too few to see where the memory is full`;
  }
}

/** From how many threads on the headline and its form with NT stores are faster than the best rival. */
function payoffTexts(payoffs: ThreadAnswer['payoffs']): readonly string[] {
  const byText = groupBy(payoffs, payoffText);
  return [...byText].map(([text, own]) => {
    const names = own.map(({ implementation }) => implementation).join(' and ');
    const verb = own.length === 1 ? 'is' : 'are';
    return text === null
      ? `undecided whether ${names} ${verb} faster`
      : `${names} ${verb} faster ${text}`;
  });
}

/** `from 4 threads on`; null where it is undecided. */
function payoffText({ kind, threadCount }: Pick<Payoff, 'kind' | 'threadCount'>): string | null {
  switch (kind) {
    case 'always':
      return 'at every thread count';
    case 'from':
      return `from ${threadCount} threads on`;
    case 'not at the largest':
      return 'at some thread counts, not with all';
    case 'never':
      return 'at no thread count';
    case 'undecided':
      return null;
  }
}
