import type { Analysis } from '../../analysis/analysis.js';
import type { LimitGroup } from '../../analysis/study/answer-schema.js';
import type { JudgedClaim } from '../../analysis/study/study-schema.js';
import { axisOf } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { algorithmOf, usesNonTemporalStores } from '../../softmax/algorithms.js';
import { formatRatio, formatRoughPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { intervalText } from '../shared/cell-text.js';
import { threadsText } from '../shared/threads-text.js';
import { rowLengthTexts } from './batch-texts.js';
import { externalLines } from './external-lines.js';
import { breakEvenText, gainText, shapeText, shownGains, shownHalfWidth } from './gain-text.js';
import { shipTexts, type AnswerLength } from './ship-texts.js';
import { threadLines, threadSummary } from './thread-lines.js';

/** A part of the answer under its label; each text is a line of its own. */
export interface AnswerPart {
  readonly label: 'SHIP' | 'GAIN' | 'ROWS' | 'VS' | 'CORES' | 'WHY' | 'TRUST' | 'PAPER';
  readonly texts: readonly string[];
}

/** What the answer is about: `AMD EPYC, avx512, float32, 1 thread, cold output`. */
export function answerSubject({ machine, subject, study }: Analysis): string {
  if (subject === null) return machine.cpuModel;
  const { target, cacheState, pages, problems } = subject;
  return [
    machine.cpuModel,
    study.operation,
    target,
    problems[0]!.elementType,
    threadsText(subject),
    axisOf('cacheState').text(cacheState),
    ...(pages === 'default' ? [] : [axisOf('pages').text(pages)]),
  ].join(', ');
}

/** The answer in words, for every format: what to ship, the gain of the headline, why, and how far to trust it. */
export function answerParts(
  analysis: Analysis,
  length: AnswerLength = 'full',
): readonly AnswerPart[] {
  const { subject, answer, batches } = analysis;
  if (subject === null) {
    return [{ label: 'SHIP', texts: ['nothing was measured, so this result has no answer'] }];
  }
  const parts: readonly AnswerPart[] = [
    { label: 'SHIP', texts: shipTexts(analysis, length) },
    { label: 'GAIN', texts: gainTexts(analysis) },
    { label: 'ROWS', texts: batches === null ? [] : rowLengthTexts(analysis, batches) },
    { label: 'VS', texts: externalLines(analysis) },
    { label: 'CORES', texts: length === 'full' ? threadLines(analysis) : threadSummary(analysis) },
    { label: 'WHY', texts: [whyText(analysis, length)] },
    { label: 'TRUST', texts: [trustText(analysis)] },
    { label: 'PAPER', texts: answer.claims.length === 0 ? [] : [paperText(analysis)] },
  ];
  return parts.filter(({ texts }) => texts.length > 0);
}

/** Sizes have a break-even; of shapes the length of their rows decides. */
function gainTexts(analysis: Analysis): readonly string[] {
  return shownGains(analysis).map((shown, index) => {
    const text = gainText(shown, analysis, index === 0);
    return analysis.batches === null ? `${text}; ${breakEvenText(shown)}` : text;
  });
}

/** One thread of a large machine is limited by its own outstanding misses: nothing is said of all cores. */
function whyText(analysis: Analysis, length: AnswerLength): string {
  const { answer, subject } = analysis;
  const { limitPlace, limits } = answer;
  if (limitPlace === null || limits.length === 0) return 'no algorithm was measured there';
  const { threadCount } = subject!;
  const thread = threadCount === 1 ? 'one thread' : threadsText(subject!);
  const isKnown = limits.some(({ verdict }) => verdict !== null && verdict !== 'undecided');
  const subjectText = isKnown
    ? `${thread} ${threadCount === 1 ? 'is' : 'are'}`
    : `the limit of ${thread} is`;
  const [first, ...others] = limits;
  const texts =
    length === 'full'
      ? limits.map((limit) => limitText(limit, namesOf(limit)))
      : [limitText(first!, fewNames(first!, analysis)), ...countTexts(others)];
  return `at ${shapeText(limitPlace.problem)} ${subjectText} ${texts.join('; ')}`;
}

/** `2 undecided`, `1 not known`: which, the report says. */
function countTexts(groups: readonly LimitGroup[]): readonly string[] {
  return groups.map(
    ({ verdict, implementations }) => `${implementations.length} ${verdict ?? 'not known'}`,
  );
}

function namesOf({ implementations }: LimitGroup): string {
  return implementations.map(shortAlgorithmName).join(', ');
}

/** Of more than two what is shipped, else the headline, and how many others. */
function fewNames(limit: LimitGroup, { answer, study }: Analysis): string {
  const { implementations } = limit;
  if (implementations.length <= 2) return namesOf(limit);
  const named = [answer.shipped?.implementation, study.headline].find(
    (id) => id !== undefined && implementations.includes(id),
  );
  const others = implementations.length - 1;
  return `${shortAlgorithmName(named ?? implementations[0]!)} and ${others} others`;
}

function limitText(
  { verdict, implementations, floorFraction, missingBaselines }: LimitGroup,
  names: string,
): string {
  if (verdict === null) {
    return missingBaselines.length === 0
      ? `inconclusive (too few rounds): ${names}`
      : `not tested (${missingBaselines.join(' and ')} was not measured): ${names}`;
  }
  if (verdict === 'undecided' || floorFraction === null) return `${verdict}: ${names}`;
  const { low, high } = floorFraction;
  const [from, to] = [formatSignificant(low), formatSignificant(high)];
  const range = from === to ? to : `${from}-${to}`;
  return `${verdict}: ${names} (${range} of ${floorText(implementations)})`;
}

/** Forms with NT stores have a floor with NT stores. */
function floorText(implementations: readonly string[]): string {
  const isNonTemporal = (id: string): boolean => usesNonTemporalStores(algorithmOf(id));
  if (implementations.every(isNonTemporal)) return 'the read + copy-nt floor';
  return `the read + copy floor${implementations.some(isNonTemporal) ? ', -nt: copy-nt' : ''}`;
}

function trustText(analysis: Analysis): string {
  const { trust } = analysis.answer;
  const { config } = analysis.protocol;
  const { implementation, share } = shownHalfWidth(analysis);
  const { reachedCount, cellCount, otherCpuLoad, disturbedShare } = trust;
  const targets = [...new Set([config.precisionPercent, config.precisionPercentInCache])];
  return [
    ...(trust.isEmulated ? ['emulated: times mean nothing'] : []),
    ...(trust.isComplete ? [] : ['the run was interrupted']),
    share === null
      ? `no interval for ${implementation}`
      : `half-width ${formatRoughPercent(share)} for ${implementation}`,
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
function paperText({ answer, subject, study }: Analysis): string {
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
  const claim =
    own!.claimedOn === null || own!.claimedRatio === null
      ? own!.claim.replace(/\.$/, '')
      : `${study.headline} up to ${formatRatio(own!.claimedRatio)} on ${own!.claimedOn}`;
  const first = `${claim}${seen}: ${own!.outcome}`;
  return counts.length === 0 ? first : `${first}. Other claims: ${counts.join(', ')}`;
}

function isAbout(target: string, { id }: JudgedClaim): boolean {
  return id === `gain-${target}`;
}
