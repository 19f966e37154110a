import type { ResultDocument } from '../../model/result.js';
import { wasmTargets } from '../../model/vocabulary.js';
import type { Study } from '../../softmax/studies.js';
import { formatDuration, formatPercent } from '../../units.js';
import type { Protocol } from '../analysis.js';
import type { CellAnalysis, CellFlag, SweepFacts } from '../cells/cell-schema.js';
import type { PassTableRow } from '../passes/pass-schema.js';
import { total } from './disturbances.js';
import type { Steadiness } from './quality-schema.js';

/** What warnings are made from; cells, sweeps and passes are those of the study. */
export interface WarningInput {
  readonly document: ResultDocument;
  readonly study: Study;
  readonly protocol: Protocol;
  readonly sweeps: readonly SweepFacts[];
  readonly cells: readonly CellAnalysis[];
  readonly passTable: readonly PassTableRow[];
  readonly steadiness: Steadiness;
  readonly unreachedCellCount: number;
}

/** What weakens the figures, worst first: a fact and, where one helps, an imperative. */
export function warningsOf(input: WarningInput): readonly string[] {
  const { document, sweeps } = input;
  // What the probe measured, the plan followed.
  const contradicted =
    document.machine.lastLevelCacheSource === 'measured'
      ? undefined
      : sweeps.find(({ caches }) => caches.boundaries.at(-1)?.source === 'measured');
  const isChecked = sweeps.some(({ caches }) => caches.measuredLastLevelBytes !== null);
  return [
    ...completenessWarnings(input),
    ...(contradicted === undefined ? [] : [contradicted.caches.explanation]),
    ...sizeWarnings(input),
    ...steadinessWarnings(input),
    ...systemWarnings(document),
    ...flagTexts.flatMap(([flag, text]) => flagWarning(flag, text, input.cells)),
    ...skeletonWarnings(input),
    ...protocolWarnings(input),
    ...document.findings
      .filter(({ severity }) => severity === 'warning')
      // A doubt about the reported caches is settled once they were measured.
      .filter(({ check }) => check !== 'caches' || !isChecked)
      .map(({ what, remedy }) => `${what} ${remedy}`),
  ];
}

function completenessWarnings(input: WarningInput): readonly string[] {
  const { document, unreachedCellCount, cells } = input;
  const warnings: string[] = [];
  if (document.finishedAtUtc === null) {
    const missing =
      unreachedCellCount === 0 ? '' : `; ${configurations(unreachedCellCount)} not reached`;
    warnings.push(`The run was interrupted${missing}. Resume it.`);
  }
  const failedCount = document.outcomes.filter(({ status }) => status === 'failed').length;
  if (failedCount > 0) warnings.push(`${configurations(failedCount)} failed.`);
  if (cells.length === 0) warnings.push('Nothing was measured.');
  else if (cells.every(({ target }) => target === 'js')) {
    warnings.push(
      'Only the js target was measured; it has no vector instructions, so its figures say little ' +
        'about memory. Measure a native target.',
    );
  }
  return warnings;
}

function configurations(count: number): string {
  return count === 1 ? '1 configuration' : `${count} configurations`;
}

function sizeWarnings({ sweeps, cells }: WarningInput): readonly string[] {
  if (cells.length === 0) return [];
  const warnings: string[] = [];
  if (sweeps.every(({ problems }) => problems.length === 1)) {
    warnings.push('Only one size was measured, so no break-even can show. Measure more sizes.');
  }
  if (sweeps.every(({ outOfCacheProblem }) => outOfCacheProblem === null)) {
    warnings.push('No size was out of cache, so DRAM was not tested. Measure larger sizes.');
  } else if (sweeps.some((sweep) => sweep.outOfCacheProblem !== null && !sweep.isOutOfCache)) {
    warnings.push(
      'The largest arrays are less than 4 times the LLC, which held a part of them. Measure larger sizes.',
    );
  }
  return warnings;
}

/** Other programs that use so many CPUs on average share memory bandwidth and caches noticeably. */
const notableCpuLoad = 0.1;

function steadinessWarnings({ steadiness }: WarningInput): readonly string[] {
  const { headline, otherCpuLoad } = steadiness;
  const warnings: string[] = [];
  if (headline?.trend === 'rising' || headline?.trend === 'falling') {
    warnings.push(
      `The speed-up of ${headline.implementation} over ${headline.over} kept ${headline.trend} from ` +
        'round to round (rank test, 1% level). Measure longer.',
    );
  }
  if (otherCpuLoad !== null && otherCpuLoad >= notableCpuLoad) {
    warnings.push(
      `Other programs used ${formatPercent(otherCpuLoad)} of a CPU while samples were taken. Stop them and retry.`,
    );
  }
  return warnings;
}

/** What the system did to the run as a whole. */
function systemWarnings({ outcomes, session }: ResultDocument): readonly string[] {
  const warnings: string[] = [];
  const pausedNs = total(
    outcomes.flatMap((outcome) =>
      outcome.status === 'measured' ? (outcome.noise.pausedNs ?? []) : [],
    ),
  );
  if (pausedNs > 0) {
    warnings.push(
      `The computer stood still for ${formatDuration(pausedNs)} while samples were taken. Keep it awake and retry.`,
    );
  }
  const workspaces = session?.backends.flatMap((backend) => backend.workspaces) ?? [];
  const isRefused = workspaces.some(
    ({ pages, bytes, hugePageBytes }) => pages === 'huge' && bytes > 0 && hugePageBytes === 0,
  );
  if (isRefused) {
    warnings.push(
      'Huge pages were requested and none was given. Ask softmax-bench doctor why, and measure again.',
    );
  }
  return warnings;
}

const flagTexts: readonly (readonly [CellFlag, string])[] = [
  [
    'above-read-bandwidth',
    'faster than any sample of read and update, which is impossible. Do not use their figures.',
  ],
  ['above-peak-bandwidth', 'above the given peak bandwidth, which is impossible. Check that peak.'],
  ['few-samples', 'too few rounds for an interval. Measure longer.'],
  ['stolen-time', 'more than 1% steal time. Retry on a quieter host.'],
  ['page-faults', 'page faults while sampled. Free memory and retry.'],
  ['context-switches', 'context switches while sampled. Stop other jobs and retry.'],
  [
    'uneven-threads',
    'the slowest thread took more than 10% longer than the median thread, so its CPU was shared or is slower. Stop other jobs or use fewer threads.',
  ],
];

function flagWarning(
  flag: CellFlag,
  text: string,
  cells: readonly CellAnalysis[],
): readonly string[] {
  const count = cells.filter(({ flags }) => flags.includes(flag)).length;
  return count === 0 ? [] : [`${count} of ${configurations(cells.length)}: ${text}`];
}

/** More than this over the memory-only speed is no error of measuring. */
const notableExcess = 1.03;

const maxPays =
  '; max has next to no arithmetic, so algorithms with that pass may lose by the same effect';

/** Arithmetic that saves time is worth a warning, and so is a max pass, which has too little of it to gain as well. */
function skeletonWarnings({ study, cells, passTable }: WarningInput): readonly string[] {
  const fractions = cells.flatMap(({ kind, isOutOfCache, skeletonFraction }) =>
    kind === 'algorithm' && isOutOfCache && skeletonFraction !== null ? [skeletonFraction] : [],
  );
  const above = fractions.filter(({ interval }) => interval.low > notableExcess);
  if (above.length === 0) return [];
  const most = Math.max(...above.map(({ ratio }) => ratio)) - 1;
  const isReadBeaten = passTable.some(
    ({ kind, pass, writes, skeletonFraction }) =>
      kind === 'algorithm' &&
      pass !== 'max' &&
      writes.length === 0 &&
      skeletonFraction !== null &&
      skeletonFraction.interval.low > notableExcess,
  );
  return [
    `Out of cache ${above.length} of ${fractions.length} ${study.operation} configurations are faster than their ` +
      `memory-only versions, by up to ${formatPercent(most)}. Memory limits both, but arithmetic leaves fewer loads in ` +
      `flight, and the prefetchers of some CPUs do better then. So memory-only speed is not the limit of this memory${isReadBeaten ? maxPays : ''}.`,
  ];
}

/** From this share of zeros on, stores of zero lines may be cheaper than others on some Intel CPUs. */
const manyZeros = 0.5;

function protocolWarnings({ protocol, cells }: WarningInput): readonly string[] {
  const warnings: string[] = [];
  const { maxZeroOutputShare } = protocol;
  if (maxZeroOutputShare !== null && maxZeroOutputShare >= manyZeros) {
    warnings.push(
      `Up to ${formatPercent(maxZeroOutputShare)} of the outputs are 0; some CPUs do not write back ` +
        'lines of zeros, which can flatter stores. Use another input distribution.',
    );
  }
  const engineTargets: readonly string[] = [...wasmTargets, 'js'];
  // Native kernels flush them; engines cannot.
  if (cells.some(({ target }) => engineTargets.includes(target))) {
    warnings.push('Subnormals were not flushed to zero on every target.');
  }
  return warnings;
}
