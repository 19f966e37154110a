import { wasmTargets } from '../../model/vocabulary.js';
import type { ResultDocument } from '../../model/result.js';
import { formatPercent, formatSignificant } from '../../units.js';
import type {
  CacheFindings,
  CellAnalysis,
  CellFlag,
  GroupFacts,
  PassTableRow,
  Protocol,
  Steadiness,
} from '../analysis.js';

/** What warnings go by. */
export interface WarningInput {
  readonly document: ResultDocument;
  readonly protocol: Protocol;
  readonly caches: CacheFindings;
  readonly groups: readonly GroupFacts[];
  readonly cells: readonly CellAnalysis[];
  readonly passTable: readonly PassTableRow[];
  readonly steadiness: Steadiness;
  readonly unmeasuredCellCount: number;
}

/** From this share of zeros on, stores of zero lines may be cheaper than others on some Intel CPUs. */
const manyZeros = 0.5;

const maxPays = ', and max, which hardly computes, may make three-pass slower than it need be';

/** More than this over the skeleton's speed is no error of measuring. */
const notableExcess = 1.03;

/** One sentence for each thing that weakens the figures, worst first. */
export function warningsOf(input: WarningInput): readonly string[] {
  const { document, caches } = input;
  const isContradicted = caches.boundaries.at(-1)?.source === 'measured';
  return [
    ...completenessWarnings(input),
    ...(isContradicted ? [caches.explanation] : []),
    ...sizeWarnings(input),
    ...steadinessWarnings(input),
    ...flagTexts.flatMap(([flag, text]) => flagWarning(flag, text, input.cells)),
    ...skeletonWarnings(input),
    ...protocolWarnings(input),
    ...document.findings
      .filter(({ severity }) => severity === 'warning')
      // A doubt about the reported caches is settled once they were measured.
      .filter(({ check }) => check !== 'caches' || caches.measuredLastLevelBytes === null)
      .map(({ what, remedy }) => `${what} ${remedy}`),
  ];
}

function completenessWarnings(input: WarningInput): readonly string[] {
  const { document, unmeasuredCellCount, cells } = input;
  const warnings: string[] = [];
  if (document.finishedAtUtc === null) {
    const missing =
      unmeasuredCellCount === 0 ? '' : `; ${unmeasuredCellCount} planned cells were not reached`;
    warnings.push(`The run was interrupted${missing}.`);
  }
  const failedCount = document.outcomes.filter(({ status }) => status === 'failed').length;
  if (failedCount > 0) {
    warnings.push(`${failedCount} ${failedCount === 1 ? 'cell' : 'cells'} failed.`);
  }
  if (cells.length === 0) warnings.push('No cell was measured.');
  else if (cells.every(({ target }) => target === 'js')) {
    warnings.push(
      'Only the js target was measured: JavaScript without vector instructions is limited by ' +
        'arithmetic, so this says little about memory.',
    );
  }
  return warnings;
}

function sizeWarnings({ groups, cells }: WarningInput): readonly string[] {
  if (cells.length === 0) return [];
  const warnings: string[] = [];
  if (new Set(cells.map(({ elementCount }) => elementCount)).size === 1) {
    warnings.push('One size was measured, so nothing is known of how speed depends on size.');
  }
  if (groups.every(({ outOfCacheElementCount }) => outOfCacheElementCount === null)) {
    warnings.push('No size was out of cache, so nothing is known of the limits of memory.');
  } else if (
    groups.some((group) => group.outOfCacheElementCount !== null && !group.isFarOutOfCache)
  ) {
    warnings.push(
      'The largest arrays are less than 4 times the last-level cache, so they were partly in it.',
    );
  }
  return warnings;
}

/** From this many CPUs that others kept busy on, memory was not this run's alone. */
const notableCpuLoad = 0.1;

function steadinessWarnings({ steadiness }: WarningInput): readonly string[] {
  const { headline, otherCpuLoad } = steadiness;
  const warnings: string[] = [];
  if (headline?.trend === 'rising' || headline?.trend === 'falling') {
    warnings.push(
      `The speed-up of ${headline.algorithm} over ${headline.over} kept ${headline.trend} from round to ` +
        'round, so it depends on how long was measured (rank test at the 1 % level): measure longer.',
    );
  }
  if (otherCpuLoad !== null && otherCpuLoad >= notableCpuLoad) {
    warnings.push(
      `Other programs kept ${formatSignificant(otherCpuLoad)} CPUs busy while samples were taken: they ` +
        'share memory and caches with what was measured.',
    );
  }
  return warnings;
}

const flagTexts: readonly (readonly [CellFlag, string])[] = [
  [
    'above-read-bandwidth',
    'seem to read faster than any sample of read and update did, which cannot be true',
  ],
  ['above-peak-bandwidth', 'seem faster than the given peak bandwidth, which cannot be true'],
  ['few-samples', 'have too few rounds for an interval'],
  ['stolen-time', 'lost more than 1 % of their time to other virtual machines'],
  ['page-faults', 'were disturbed by page faults'],
  ['context-switches', 'were disturbed by other processes'],
];

function flagWarning(
  flag: CellFlag,
  text: string,
  cells: readonly CellAnalysis[],
): readonly string[] {
  const count = cells.filter(({ flags }) => flags.includes(flag)).length;
  return count === 0 ? [] : [`${count} of ${cells.length} cells ${text}.`];
}

/** Arithmetic that saves time calls for a word, and for another where max, which hardly computes, pays for having none. */
function skeletonWarnings({ cells, passTable }: WarningInput): readonly string[] {
  const fractions = cells.flatMap(({ kind, isOutOfCache, skeletonFraction }) =>
    kind === 'softmax' && isOutOfCache && skeletonFraction?.interval ? [skeletonFraction] : [],
  );
  const above = fractions.filter(({ interval }) => interval!.low > notableExcess);
  if (above.length === 0) return [];
  const most = Math.max(...above.map(({ ratio }) => ratio)) - 1;
  const isReadBeaten = passTable.some(
    ({ kind, pass, writes, skeletonFraction }) =>
      kind === 'softmax' &&
      pass !== 'max' &&
      writes.length === 0 &&
      skeletonFraction?.interval &&
      skeletonFraction.interval.low > notableExcess,
  );
  return [
    `Out of cache ${above.length} of ${fractions.length} softmax cells are faster than the same passes without arithmetic, by ` +
      `up to ${formatPercent(most)}. Memory limits both; but arithmetic leaves fewer loads in flight, and the prefetchers of ` +
      `some CPUs do better for it. So the bare passes are not all that memory can do here${isReadBeaten ? maxPays : ''}.`,
  ];
}

function protocolWarnings({ protocol, cells }: WarningInput): readonly string[] {
  const warnings: string[] = [];
  const { maxZeroOutputShare } = protocol;
  if (maxZeroOutputShare !== null && maxZeroOutputShare >= manyZeros) {
    warnings.push(
      `Up to ${formatPercent(maxZeroOutputShare)} of the outputs are 0, and some CPUs do not write back ` +
        'lines of zeros, which can flatter stores.',
    );
  }
  const engineTargets: readonly string[] = [...wasmTargets, 'js'];
  // The native kernels flush them; engines cannot.
  const keepsDenormals = cells.some(({ target }) => engineTargets.includes(target));
  if (keepsDenormals) warnings.push('Denormals were not flushed to zero on every target.');
  return warnings;
}
