import { suggestion } from '../config/closest-match.js';
import { SoftmaxBenchError } from '../errors.js';
import { algorithms, type Algorithm } from '../softmax/algorithms.js';

/** A name that stands for several algorithms. */
export interface AlgorithmGroup {
  readonly name: string;
  readonly title: string;
  readonly holds: (algorithm: Algorithm) => boolean;
}

const paperIds: readonly string[] = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];

/** The groups that a config may name besides algorithm ids. */
export const algorithmGroups: readonly AlgorithmGroup[] = [
  {
    name: 'paper',
    title: "the paper's three algorithms",
    holds: ({ id }) => paperIds.includes(id),
  },
  {
    name: 'softmax',
    title: 'every algorithm that computes softmax',
    holds: ({ computes }) => computes === 'softmax',
  },
  {
    name: 'baselines',
    title: 'copies and single sweeps, no skeletons',
    holds: ({ computes, skeletonOf }) => computes !== 'softmax' && skeletonOf === null,
  },
  {
    name: 'skeletons',
    title: 'the softmax algorithms with their arithmetic taken out',
    holds: ({ skeletonOf }) => skeletonOf !== null,
  },
  {
    name: 'paper-skeletons',
    title: "the paper's three with their arithmetic taken out",
    holds: ({ skeletonOf }) => skeletonOf !== null && paperIds.includes(skeletonOf),
  },
  { name: 'all', title: 'everything', holds: () => true },
];

/**
 * The algorithms that ids and group names stand for, each once, in the order of `algorithms`.
 * @throws SoftmaxBenchError for a name that is neither.
 */
export function resolveAlgorithms(names: readonly string[]): Algorithm[] {
  const chosen = new Set(names.flatMap(algorithmsNamed));
  return algorithms.filter((algorithm) => chosen.has(algorithm));
}

function algorithmsNamed(name: string): readonly Algorithm[] {
  const group = algorithmGroups.find((candidate) => candidate.name === name);
  const named = algorithms.filter(group?.holds ?? (({ id }) => id === name));
  if (named.length > 0) return named;
  const known = [...algorithmGroups, ...algorithms.map(({ id }) => ({ name: id }))];
  const meant = suggestion(
    name,
    known.map((candidate) => candidate.name),
  );
  throw new SoftmaxBenchError(
    `algorithm "${name}": unknown${meant} (softmax-bench list shows the algorithms)`,
  );
}
