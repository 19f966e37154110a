import type { OperationId, StoreKind } from '../model/vocabulary.js';
import { passes, skeletonOfPass, type PassId } from './passes.js';

/** A pass as an algorithm uses it. */
export interface PassUse {
  readonly pass: PassId;
  readonly store: StoreKind;
}

/** A list of passes that computes an operation, or a baseline that only moves bytes. */
export interface Algorithm {
  readonly id: string;
  readonly title: string;
  /** Where the algorithm comes from; null for what is this tool's own. */
  readonly citation: string | null;
  /** `algorithm`: computes an operation that is studied; the rest are yardsticks. */
  readonly kind: 'algorithm' | 'baseline' | 'skeleton';
  /** What it computes, which decides how its output is checked. */
  readonly operation: OperationId;
  readonly passes: readonly PassUse[];
  /** The algorithm whose passes this skeleton repeats without arithmetic, or null. */
  readonly skeletonOf: string | null;
  /** The algorithm with ordinary stores that this one is the form with non-temporal stores of, or null. */
  readonly ordinaryForm: string | null;
  /** The algorithm that this A/A control repeats under another name, or null. */
  readonly controlOf: string | null;
}

/** Derived from no other algorithm. */
const original = { skeletonOf: null, ordinaryForm: null, controlOf: null } as const;

const twoPassPaper = 'Dukhan and Ablavatski, The Two-Pass Softmax Algorithm, 2020';
const onlinePaper = 'Milakov and Gimelshein, Online normalizer calculation for softmax, 2018';
const streamBenchmark = 'McCalpin, STREAM';
const likwidBench = 'Treibig, Hager and Wellein, likwid-bench, 2010';

const ordinaryAlgorithms: readonly Algorithm[] = [
  ...operation('softmax', [
    [
      'three-pass-recompute',
      'three-pass with recomputing',
      twoPassPaper,
      'max',
      'sum-exp',
      'scale-exp',
    ],
    [
      'three-pass-reload',
      'three-pass with reloading',
      twoPassPaper,
      'max',
      'store-exp',
      'scale-in-place',
    ],
    ['two-pass', 'two-pass', twoPassPaper, 'ext-sum', 'ext-scale'],
    ['online', 'online', onlinePaper, 'online-sum', 'scale-exp'],
  ]),
  ...operation('log-softmax', [
    ['log-softmax-three-pass', 'log-softmax, three-pass', null, 'max', 'sum-exp', 'subtract-lse'],
    ['log-softmax-two-pass', 'log-softmax, two-pass', null, 'ext-sum', 'subtract-lse'],
    ['log-softmax-online', 'log-softmax, online', onlinePaper, 'online-sum', 'subtract-lse'],
  ]),
  ...operation('logsumexp', [
    ['logsumexp-max-first', 'logsumexp, maximum first', null, 'max', 'sum-exp'],
    ['logsumexp-one-pass', 'logsumexp, one pass', null, 'ext-sum'],
    ['logsumexp-online', 'logsumexp, online', onlinePaper, 'online-sum'],
  ]),
];

const studiedAlgorithms: readonly Algorithm[] = [
  ...ordinaryAlgorithms,
  ...ordinaryAlgorithms.filter(hasNonTemporalForm).map(nonTemporalForm),
];

const copy = baseline('copy', 'copy', 'copy', 'ordinary', streamBenchmark);

const baselines: readonly Algorithm[] = [
  copy,
  nonTemporalForm(copy),
  baseline('libc-memcpy', "the C library's memcpy", 'copy', 'library', null),
  baseline('read', 'read', 'none', 'ordinary', null),
  baseline('fill', 'fill', 'none', 'ordinary', null),
  baseline('scale', 'scale', 'none', 'ordinary', streamBenchmark),
  baseline('update', 'update in place', 'none', 'ordinary', likwidBench),
];

/** Every algorithm, in the order in which reports show them: by operation, then baselines and skeletons. */
export const algorithms: readonly Algorithm[] = [
  ...studiedAlgorithms,
  ...baselines,
  ...studiedAlgorithms.map(skeletonForm),
];

/** A/A controls are not among `algorithms`: nobody names them, and reports show them with their originals. */
const algorithmById = new Map(
  [...algorithms, ...algorithms.map(aaControl)].map((algorithm) => [algorithm.id, algorithm]),
);

/** The algorithm of that id, or undefined. */
export function findAlgorithm(id: string): Algorithm | undefined {
  return algorithmById.get(id);
}

/**
 * The algorithm of that id, which the caller knows to exist (a validated config or document).
 * @throws Error for an id that is not in `algorithms`.
 */
export function algorithmOf(id: string): Algorithm {
  const algorithm = algorithmById.get(id);
  if (algorithm === undefined) throw new Error(`unknown algorithm ${id}`);
  return algorithm;
}

/** Whether a pass of it stores past the caches. */
export function usesNonTemporalStores({ passes: uses }: Algorithm): boolean {
  return uses.some(({ store }) => store === 'non-temporal');
}

/** The id of the memory-only version of an algorithm. */
export function skeletonIdOf(algorithmId: string): string {
  return `${algorithmId}-skeleton`;
}

/** The id of the A/A control of an algorithm. */
export function aaControlIdOf(algorithmId: string): string {
  return `${algorithmId}-aa`;
}

/** The id of the form with non-temporal stores of an algorithm. */
export function nonTemporalIdOf(algorithmId: string): string {
  return `${algorithmId}-nt`;
}

/** Non-temporal stores help only where the last pass writes y without having read it. */
function hasNonTemporalForm(algorithm: Algorithm): boolean {
  const last = algorithm.passes.at(-1);
  if (last === undefined) return false;
  const { reads, writes } = passes[last.pass];
  return writes.includes('y') && !reads.includes('y');
}

function nonTemporalForm(algorithm: Algorithm): Algorithm {
  const last = algorithm.passes.length - 1;
  return {
    ...algorithm,
    id: nonTemporalIdOf(algorithm.id),
    title: `${algorithm.title}, NT stores`,
    citation: algorithm.kind === 'baseline' ? null : algorithm.citation,
    passes: algorithm.passes.map((use, index) =>
      index === last ? { ...use, store: 'non-temporal' as const } : use,
    ),
    ordinaryForm: algorithm.id,
  };
}

function skeletonForm(algorithm: Algorithm): Algorithm {
  return {
    ...original,
    id: skeletonIdOf(algorithm.id),
    title: `memory-only version of ${algorithm.title}`,
    citation: null,
    kind: 'skeleton',
    operation: 'none',
    passes: algorithm.passes.map((use) => ({ ...use, pass: skeletonOfPass(use.pass) })),
    skeletonOf: algorithm.id,
  };
}

function aaControl(algorithm: Algorithm): Algorithm {
  return {
    ...algorithm,
    id: aaControlIdOf(algorithm.id),
    title: `${algorithm.title}, A/A control`,
    controlOf: algorithm.id,
  };
}

type Entry = readonly [id: string, title: string, citation: string | null, ...passes: PassId[]];

function operation(id: OperationId, entries: readonly Entry[]): readonly Algorithm[] {
  return entries.map(([algorithmId, title, citation, ...passIds]) => ({
    ...original,
    id: algorithmId,
    title,
    citation,
    kind: 'algorithm',
    operation: id,
    passes: passIds.map((pass) => ({ pass, store: 'ordinary' as const })),
  }));
}

/** A baseline has one pass, whose id is its own. */
function baseline(
  id: PassId,
  title: string,
  operationId: OperationId,
  store: StoreKind,
  citation: string | null,
): Algorithm {
  return {
    ...original,
    id,
    title,
    citation,
    kind: 'baseline',
    operation: operationId,
    passes: [{ pass: id, store }],
  };
}
