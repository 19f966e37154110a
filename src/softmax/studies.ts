import type { OperationId, Target } from '../model/vocabulary.js';
import { algorithms } from './algorithms.js';

/** A claim that a study holds against what was measured; `analysis/study/claims.ts` judges each kind. */
export type Claim =
  /** The headline beats its best rival by up to `ratio` out of cache on that target. */
  | {
      readonly kind: 'gain';
      readonly target: Target;
      readonly instructions: string;
      readonly cpu: string;
      readonly ratio: number;
    }
  /** Every pass of the rivals runs at memory speed. */
  | { readonly kind: 'rivals memory-bound' }
  /** Bytes bound the gain of the headline over each rival. */
  | { readonly kind: 'byte bounds' };

/** The question that a report answers, as data. Everything in it is of one operation. */
export interface Study {
  readonly id: string;
  readonly title: string;
  readonly operation: OperationId;
  /** The implementation that the answer is about. */
  readonly headline: string;
  /** What the headline has to beat; the word that people read for all of them together. */
  readonly rivals: readonly string[];
  readonly rivalsLabel: string;
  /** Where the claims are from; null for a study without claims. */
  readonly claimsSource: string | null;
  readonly claims: readonly Claim[];
}

/** The studies in the order in which a report prefers them; one an operation. */
export const studies: readonly Study[] = [
  {
    id: 'paper',
    title: 'The Two-Pass Softmax Algorithm (Dukhan and Ablavatski, 2020)',
    operation: 'softmax',
    headline: 'two-pass',
    rivals: ['three-pass-recompute', 'three-pass-reload'],
    rivalsLabel: 'three-pass',
    claimsSource: 'Dukhan and Ablavatski 2020',
    claims: [
      {
        kind: 'gain',
        target: 'avx512',
        instructions: 'AVX-512',
        cpu: 'Intel Skylake-X',
        ratio: 1.28,
      },
      { kind: 'gain', target: 'avx2', instructions: 'AVX2', cpu: 'Intel Skylake-X', ratio: 1.18 },
      { kind: 'byte bounds' },
      { kind: 'rivals memory-bound' },
    ],
  },
  {
    id: 'log-softmax',
    title: 'Log-softmax in two passes',
    operation: 'log-softmax',
    headline: 'log-softmax-two-pass',
    rivals: ['log-softmax-three-pass'],
    rivalsLabel: 'three-pass',
    claimsSource: null,
    claims: [],
  },
  {
    id: 'logsumexp',
    title: 'Logsumexp in one pass',
    operation: 'logsumexp',
    headline: 'logsumexp-one-pass',
    rivals: ['logsumexp-max-first'],
    rivalsLabel: 'maximum first',
    claimsSource: null,
    claims: [],
  },
];

/** The study of an operation; undefined for one that nothing is asked about, such as copy. */
export function studyOf(operation: OperationId): Study | undefined {
  return studies.find((study) => study.operation === operation);
}

/** The implementations that a study compares with its rivals, in the order of `algorithms`. */
export function challengersOf({ operation, rivals }: Study): readonly string[] {
  return algorithms
    .filter((algorithm) => algorithm.operation === operation && !rivals.includes(algorithm.id))
    .map(({ id }) => id);
}
