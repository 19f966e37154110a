import type { Analysis } from '../../analysis/analysis.js';
import type {
  Payoff,
  Saturation,
  ThreadCurve,
  ThreadFamily,
  ThreadPoint,
} from '../../analysis/threads/thread-schema.js';
import { formatRatio, formatRoughPercent, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { gigabytes, intervalText, numbers, ratioText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import {
  familiesWith,
  familySizeText,
  gainAt,
  headlineFamilies,
  shownCurves,
} from '../shared/thread-families.js';

/** How much a format has room for. */
export interface ThreadTableFormat {
  /** Of implementations next to each other with two numbers each. */
  readonly mostPairs: number;
  readonly hasIntervals: boolean;
}

export const terminalFormat: ThreadTableFormat = { mostPairs: 4, hasIntervals: false };
export const writtenFormat: ThreadTableFormat = { mostPairs: 12, hasIntervals: true };

/** What threads gain: bandwidth, what is predicted for it, where memory is full, and one problem that they share. */
export function threadTables(
  analysis: Analysis,
  format: ThreadTableFormat,
): readonly ContentTable[] {
  return [
    ...headlineFamilies(analysis, 'weak').flatMap((family) => [
      bandwidthTable(analysis, family, format),
      gainTable(analysis, family),
      saturationTable(analysis, family),
      predictionTable(analysis, family, format),
    ]),
    ...strongTables(analysis),
  ].filter(({ rows }) => rows.length > 0);
}

function placeText(family: ThreadFamily): string {
  return `${family.placement}, ${familySizeText(family)}`;
}

function bandwidthTable(
  { study }: Analysis,
  family: ThreadFamily,
  { hasIntervals }: ThreadTableFormat,
): ContentTable {
  const curves = shownCurves(family, study);
  return {
    title: `Bandwidth by threads, weak scaling, ${placeText(family)}`,
    note: `GB/s by read + write bytes of all threads${hasIntervals ? ', with its 95% CI' : ''}.`,
    columns: numbers('threads', ...curves.map(nameOf)),
    rows: family.counts.map(({ threadCount }) => [
      String(threadCount),
      ...curves.map((curve) => {
        const point = pointAt(curve, threadCount);
        if (point === undefined) return '-';
        const { ci95BytesPerSecond: ci } = point;
        const value = gigabytes(point.passBytesPerSecond);
        return hasIntervals && ci !== null
          ? `${value} [${gigabytes(ci.low)}-${gigabytes(ci.high)}]`
          : value;
      }),
    ]),
  };
}

function gainTable({ study }: Analysis, family: ThreadFamily): ContentTable {
  const { payoffs, counts } = family;
  return {
    title: `Gain by threads, weak scaling, ${placeText(family)}`,
    note:
      `Speed over that of the best ${study.rivalsLabel}, paired within rounds, with its 95% CI. Memory nodes and ` +
      'cores: that hold a thread. NT gain: ratio of the two.',
    columns: numbers(
      'threads',
      'cores',
      'nodes',
      ...payoffs.flatMap(({ implementation }) => [shortAlgorithmName(implementation), '95% CI']),
      ...(payoffs.length > 1 ? ['NT gain'] : []),
    ),
    rows: counts.map(({ threadCount, coreCount, nodeCount }) => [
      String(threadCount),
      countText(coreCount),
      countText(nodeCount),
      ...payoffs.flatMap((payoff) => {
        const gain = gainAt(payoff, threadCount);
        return [ratioText(gain), intervalText(gain?.interval)];
      }),
      ...(payoffs.length > 1 ? [formText(payoffs, threadCount)] : []),
    ]),
  };
}

/** The form with NT stores over that with ordinary ones, where their best rival is the same. */
function formText(payoffs: readonly Payoff[], threadCount: number): string {
  const [ordinary, nonTemporal] = payoffs.map((payoff) => gainAt(payoff, threadCount));
  const isKnown =
    ordinary?.interval != null &&
    nonTemporal?.interval != null &&
    ordinary.over === nonTemporal.over;
  return formatRatio(isKnown ? nonTemporal.ratio / ordinary.ratio : Number.NaN);
}

function saturationTable({ study }: Analysis, family: ThreadFamily): ContentTable {
  const curves = shownCurves(family, study);
  const hasSmt = curves.some(({ smt }) => smt !== null);
  return {
    title: `Full memory, weak scaling, ${placeText(family)}`,
    note:
      'Knee: the smallest thread count within 5% of the largest bandwidth, with its range by the 95% CIs. Predicted: ' +
      'from the time of one thread and the time of full memory, that of the baselines of its passes (ECM model). Efficiency: speed over that of as many ' +
      'times one thread.' +
      (hasSmt ? ' SMT: speed with all hardware threads over that with one a core.' : ''),
    columns: [
      ...words('implementation'),
      ...numbers('knee', 'range', 'predicted', 'most GB/s', 'at', 'efficiency'),
      ...(hasSmt ? numbers('SMT') : []),
      ...words('bandwidth'),
    ],
    rows: curves.flatMap((curve) =>
      curve.saturations.map((saturation) => saturationRow(curve, saturation, hasSmt)),
    ),
  };
}

function saturationRow(
  curve: ThreadCurve,
  saturation: Saturation,
  hasSmt: boolean,
): readonly string[] {
  const { scope, knee, kind, passBytesPerSecond, atThreadCount } = saturation;
  const isPartial = scope !== 'all';
  return [
    `${nameOf(curve)}${isPartial ? `, ${scope}` : ''}`,
    countText(knee?.threadCount ?? null),
    knee === null ? '-' : `${knee.low}-${knee.high}`,
    isPartial ? '-' : countText(curve.prediction?.threadCount ?? null),
    gigabytes(passBytesPerSecond),
    String(atThreadCount),
    efficiencyText(curve, atThreadCount),
    ...(hasSmt ? [isPartial ? '-' : ratioText(curve.smt?.ratio ?? null)] : []),
    kind,
  ];
}

function predictionTable(
  { study }: Analysis,
  family: ThreadFamily,
  { mostPairs }: ThreadTableFormat,
): ContentTable {
  const curves = shownCurves(family, study)
    .filter(({ prediction }) => prediction !== null)
    .slice(-mostPairs);
  return {
    title: `Time measured and predicted, weak scaling, ${placeText(family)}`,
    note:
      'ns per element of all threads: measured / predicted, the larger of the time of one thread over the threads and ' +
      'the time of full memory.',
    columns: numbers('threads', ...curves.map(nameOf)),
    rows:
      curves.length === 0
        ? []
        : family.counts.map(({ threadCount }) => [
            String(threadCount),
            ...curves.map((curve) => pairText(pointAt(curve, threadCount))),
          ]),
  };
}

function efficiencyText(curve: ThreadCurve, threadCount: number): string {
  const speedup = pointAt(curve, threadCount)?.speedup;
  return formatRoughPercent(speedup?.interval == null ? Number.NaN : speedup.ratio / threadCount);
}

function pairText(point: ThreadPoint | undefined): string {
  if (point?.predictedNsPerElement == null) return '-';
  const { nsPerElement, predictedNsPerElement } = point;
  return `${formatSignificant(nsPerElement)} / ${formatSignificant(predictedNsPerElement)}`;
}

/** One table a placement: every size, with the headline, its form with NT stores, and copy. */
function strongTables(analysis: Analysis): readonly ContentTable[] {
  const families = familiesWith(analysis, 'strong');
  const placements = [...new Set(families.map(({ placement }) => placement))];
  return placements.map((placement) => {
    const own = families.filter((family) => family.placement === placement);
    const counts = [
      ...new Set(own.flatMap((family) => family.counts.map(({ threadCount }) => threadCount))),
    ]
      .filter((threadCount) => threadCount > 1)
      .sort((a, b) => a - b);
    return {
      title: `Strong scaling, ${placement}`,
      note:
        'One problem shared by all threads: speed over that of one thread, by threads. Efficiency: that over the ' +
        'threads, at the most threads. Merging: share of the barriers, one behind each pass, in its time there.',
      columns: [
        ...words('elements', 'implementation'),
        ...numbers(...counts.map(String), 'efficiency', 'merging'),
      ],
      rows: own.flatMap((family) =>
        shownCurves(family, analysis.study)
          .filter(({ kind, implementation }) => kind === 'algorithm' || implementation === 'copy')
          .map((curve) => strongRow(family, curve, counts)),
      ),
    };
  });
}

function strongRow(
  family: ThreadFamily,
  curve: ThreadCurve,
  counts: readonly number[],
): readonly string[] {
  const { threadCount, mergeShare } = curve.points.at(-1)!;
  return [
    familySizeText(family).replace(' elements', ''),
    nameOf(curve),
    ...counts.map((count) => ratioText(pointAt(curve, count)?.speedup ?? null)),
    efficiencyText(curve, threadCount),
    formatRoughPercent(mergeShare ?? Number.NaN),
  ];
}

function pointAt({ points }: ThreadCurve, threadCount: number): ThreadPoint | undefined {
  return points.find((point) => point.threadCount === threadCount);
}

function nameOf({ implementation }: ThreadCurve): string {
  return shortAlgorithmName(implementation);
}

function countText(count: number | null): string {
  return count === null ? '-' : String(count);
}
