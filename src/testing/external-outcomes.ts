import { cellAt } from '../model/cell.js';
import type { External } from '../model/external.js';
import type { MeasuredOutcome } from '../model/outcome.js';
import type { ResultDocument } from '../model/result.js';

/** An external implementation that takes so many times as long as an algorithm of the document. */
export interface SyntheticExternal {
  readonly id: string;
  readonly like: string;
  readonly factor: number;
  readonly facts?: Partial<External>;
}

const reload: External['operations'][number]['passes'] = [
  { reads: ['x'], writes: [], store: 'ordinary' },
  { reads: ['x'], writes: ['y'], store: 'ordinary' },
  { reads: ['y'], writes: ['y'], store: 'ordinary' },
];

/** The document with external implementations measured wherever the algorithm that each is like was on avx512. */
export function withExternals(
  document: ResultDocument,
  externals: readonly SyntheticExternal[],
): ResultDocument {
  const added = externals.flatMap((external) => outcomesLike(document, external));
  return {
    ...document,
    plan: {
      ...document.plan,
      cells: [...document.plan.cells, ...added.map(({ cell }) => cell)],
      externals: externals.map(({ id, facts }) => ({
        id,
        kind: 'library',
        title: id,
        version: '1.2.3',
        operations: [{ operation: 'softmax', passes: reload }],
        passesSource: 'its source code',
        memory: 'shared',
        hasThreads: false,
        hasRows: true,
        shortestCallNs: 0,
        remark: null,
        tolerance: 0.01,
        ...facts,
      })),
    },
    outcomes: [...document.outcomes, ...added],
  };
}

function outcomesLike(
  { outcomes }: ResultDocument,
  { id, like, factor }: SyntheticExternal,
): readonly MeasuredOutcome[] {
  return outcomes.flatMap((outcome): readonly MeasuredOutcome[] => {
    if (outcome.status !== 'measured') return [];
    const { implementation, target } = outcome.cell;
    if (implementation !== like || target !== 'avx512') return [];
    const point = { ...outcome.cell, implementation: id, target: 'external' } as const;
    return [
      {
        ...outcome,
        cell: cellAt(point, []),
        durationsNs: outcome.durationsNs.map((ns) => ns * factor),
        passDurationsNs: null,
      },
    ];
  });
}
