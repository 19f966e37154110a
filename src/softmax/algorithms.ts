import { passes, skeletonOfPass, type PassId } from './passes.js';

/**
 * How a pass stores: `ordinary` stores allocate the line in cache (and so read it first),
 * `streaming` (non-temporal) stores do not, `library` is whatever the C library chooses.
 */
export type StoreKind = 'ordinary' | 'streaming' | 'library';

/** A pass as an algorithm uses it. */
export interface PassUse {
  readonly pass: PassId;
  readonly store: StoreKind;
}

/** A softmax algorithm or a baseline: a list of passes. */
export interface Algorithm {
  readonly id: string;
  readonly title: string;
  /** Where the algorithm comes from; null for baselines of this tool's own. */
  readonly citation: string | null;
  readonly passes: readonly PassUse[];
  /** What the output holds afterwards, which decides how it is verified. */
  readonly computes: 'softmax' | 'copy' | 'none';
  /** The softmax algorithm whose memory traffic this one repeats, or null. */
  readonly skeletonOf: string | null;
  /** The algorithm with ordinary stores that this one is the streaming-store form of, or null. */
  readonly streamingFormOf: string | null;
  /**
   * The algorithm that this one is under another name, or null. What a twin seems to differ by, no
   * difference between two algorithms may be claimed from.
   */
  readonly twinOf: string | null;
}

const twoPassPaper = 'Dukhan and Ablavatski, The Two-Pass Softmax Algorithm, 2020';
const onlinePaper = 'Milakov and Gimelshein, Online normalizer calculation for softmax, 2018';
const streamBenchmark = 'McCalpin, STREAM';
const likwidBench = 'Treibig, Hager and Wellein, likwid-bench, 2010';

const paperAlgorithms: readonly Algorithm[] = [
  softmax('three-pass-recompute', 'three-pass with recomputing', twoPassPaper, [
    'max',
    'sum-exp',
    'scale-exp',
  ]),
  softmax('three-pass-reload', 'three-pass with reloading', twoPassPaper, [
    'max',
    'store-exp',
    'scale-in-place',
  ]),
  softmax('two-pass', 'two-pass', twoPassPaper, ['ext-sum', 'ext-scale']),
  softmax('online', 'online', onlinePaper, ['online-sum', 'scale-exp']),
];

const softmaxAlgorithms: readonly Algorithm[] = [
  ...paperAlgorithms,
  ...paperAlgorithms.filter(canStream).map(streamingForm),
];

const baselines: readonly Algorithm[] = [
  baseline('copy', 'copy', 'copy', 'ordinary', streamBenchmark, 'copy'),
  baseline('copy-streaming', 'copy, streaming stores', 'copy', 'streaming', null, 'copy'),
  baseline('libc-memcpy', "the C library's memcpy", 'libc-memcpy', 'library', null, 'copy'),
  baseline('read', 'read', 'read', 'ordinary', null, 'none'),
  baseline('fill', 'fill', 'fill', 'ordinary', null, 'none'),
  baseline('scale', 'scale', 'scale', 'ordinary', streamBenchmark, 'none'),
  baseline('update', 'update in place', 'update', 'ordinary', likwidBench, 'none'),
];

/** Every algorithm, in the order reports show them: softmax, baselines, skeletons. */
export const algorithms: readonly Algorithm[] = [
  ...softmaxAlgorithms,
  ...baselines,
  ...softmaxAlgorithms.map(skeletonForm),
];

/** Twins are not among `algorithms`: nobody asks for them, and reports know them by their originals. */
const algorithmById = new Map(
  [...algorithms, ...algorithms.map(twinForm)].map((algorithm) => [algorithm.id, algorithm]),
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

/** The id of the skeleton of a softmax algorithm. */
export function skeletonIdOf(algorithmId: string): string {
  return `${algorithmId}-skeleton`;
}

/** The id of the twin of an algorithm. */
export function twinIdOf(algorithmId: string): string {
  return `${algorithmId}-twin`;
}

/** Streaming stores help only where the last pass writes y without having read it. */
function canStream(algorithm: Algorithm): boolean {
  const last = algorithm.passes.at(-1);
  if (last === undefined) return false;
  const { reads, writes } = passes[last.pass];
  return writes.includes('y') && !reads.includes('y');
}

function streamingForm(algorithm: Algorithm): Algorithm {
  const last = algorithm.passes.length - 1;
  return {
    ...algorithm,
    id: `${algorithm.id}-streaming`,
    title: `${algorithm.title}, streaming stores`,
    passes: algorithm.passes.map((use, index) =>
      index === last ? { ...use, store: 'streaming' as const } : use,
    ),
    streamingFormOf: algorithm.id,
  };
}

function skeletonForm(algorithm: Algorithm): Algorithm {
  return {
    id: skeletonIdOf(algorithm.id),
    title: `memory skeleton of ${algorithm.title}`,
    citation: null,
    passes: algorithm.passes.map((use) => ({ ...use, pass: skeletonOfPass(use.pass) })),
    computes: 'none',
    skeletonOf: algorithm.id,
    streamingFormOf: null,
    twinOf: null,
  };
}

function twinForm(algorithm: Algorithm): Algorithm {
  return {
    ...algorithm,
    id: twinIdOf(algorithm.id),
    title: `${algorithm.title}, once more`,
    twinOf: algorithm.id,
  };
}

function softmax(id: string, title: string, citation: string, ids: readonly PassId[]): Algorithm {
  return {
    id,
    title,
    citation,
    passes: ids.map((pass) => ({ pass, store: 'ordinary' as const })),
    computes: 'softmax',
    skeletonOf: null,
    streamingFormOf: null,
    twinOf: null,
  };
}

function baseline(
  id: string,
  title: string,
  pass: PassId,
  store: StoreKind,
  citation: string | null,
  computes: 'copy' | 'none',
): Algorithm {
  return {
    id,
    title,
    citation,
    passes: [{ pass, store }],
    computes,
    skeletonOf: null,
    streamingFormOf: store === 'streaming' ? 'copy' : null,
    twinOf: null,
  };
}
