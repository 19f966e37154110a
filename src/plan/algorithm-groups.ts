import { suggestion } from '../config/closest-match.js';
import { SoftmaxBenchError } from '../errors.js';
import { algorithms, type Algorithm } from '../softmax/algorithms.js';
import { studies, studyOf } from '../softmax/studies.js';

/** A name that stands for several algorithms. */
export interface AlgorithmGroup {
  readonly name: string;
  readonly title: string;
  readonly holds: (algorithm: Algorithm) => boolean;
}

/** The headline of the paper's study and its rivals. */
const core = studyOf('softmax');
const coreIds: readonly string[] = core === undefined ? [] : [core.headline, ...core.rivals];

/** The groups that a config may name besides algorithm ids. */
export const algorithmGroups: readonly AlgorithmGroup[] = [
  ...withSkeletons('core', "the paper's three algorithms", ({ id }) => coreIds.includes(id)),
  {
    name: 'core-nt',
    title: 'algorithms of the group core with NT stores',
    holds: ({ kind, ordinaryForm }) =>
      kind === 'algorithm' && ordinaryForm !== null && coreIds.includes(ordinaryForm),
  },
  ...studies.flatMap(({ operation }) =>
    withSkeletons(
      operation,
      `every algorithm that computes ${operation}`,
      (algorithm) => algorithm.kind === 'algorithm' && algorithm.operation === operation,
    ),
  ),
  {
    name: 'baselines',
    title: 'copies and single sweeps',
    holds: ({ kind }) => kind === 'baseline',
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

/** The group, and the group of the memory-only versions of its algorithms. */
function withSkeletons(
  name: string,
  title: string,
  holds: AlgorithmGroup['holds'],
): readonly AlgorithmGroup[] {
  const ids = new Set(algorithms.filter(holds).map(({ id }) => id));
  return [
    { name, title, holds },
    {
      name: `${name}-skeletons`,
      title: `memory-only versions of the group ${name}`,
      holds: ({ skeletonOf }) => skeletonOf !== null && ids.has(skeletonOf),
    },
  ];
}

function algorithmsNamed(name: string): readonly Algorithm[] {
  const group = algorithmGroups.find((candidate) => candidate.name === name);
  const named = algorithms.filter(group?.holds ?? (({ id }) => id === name));
  if (named.length > 0) return named;
  const known = [...algorithmGroups.map((known) => known.name), ...algorithms.map(({ id }) => id)];
  throw new SoftmaxBenchError(
    `algorithm "${name}": unknown${suggestion(name, known)} (softmax-bench list shows the algorithms)`,
  );
}
