import { expect, it } from 'vitest';

import type { ResultDocument } from '../../model/result.js';
import { pageMatrix, terminalMatrix } from './matrix-table.js';
import {
  manyCoreBandwidths,
  manyCoreDocument,
  threadPoints,
} from '../../testing/many-core-document.js';
import { compareMachines } from '../../compare/compare-machines.js';
import { groupRuns } from '../../compare/machines.js';
import { reduceRun } from '../../compare/reduce.js';

/** So many threads, each `speed` times that of the cloud machine of the same count. */
function machine(label: string, threadCount: number, speed: number): ResultDocument {
  const document = manyCoreDocument({
    threads: threadPoints([1, threadCount]),
    elementCounts: [1 << 25],
    trueNs: (id, elements, _, call) => {
      const index = call.threadCount === 1 ? 0 : 5;
      const problems = call.scaling === 'weak' ? call.threadCount : 1;
      const perThread = call.threadCount === 1 ? 1 : speed;
      return (12 * elements * problems) / (manyCoreBandwidths[id]![index]! * perThread);
    },
  });
  return { ...document, label };
}

const view = { metric: 'time', by: 'element-count', targets: 'same' } as const;

function compared(documents: readonly ResultDocument[]) {
  const runs = documents.map((document, index) => ({
    ...reduceRun(document),
    path: `${index}.json`,
  }));
  const grouping = groupRuns(runs);
  return compareMachines(grouping, documents[0]!.label!, view, []).comparison;
}

it('ranks by one thread and by all threads of each, named', () => {
  const comparison = compared([
    machine('small', 4, 0.5),
    machine('large', 16, 1),
    machine('larger', 12, 2),
  ]);
  const ranks = Object.fromEntries(
    comparison.machines.map(({ name, rank, isTied, allThreads }) => [
      name,
      [rank, isTied, allThreads!.rank, allThreads!.threadCount],
    ]),
  );
  expect(ranks).toEqual({
    small: [1, true, 3, 4],
    large: [1, true, 2, 16],
    larger: [1, true, 1, 12],
  });
  expect(comparison.slot).toMatchObject({ threadCount: 1 });
  expect(comparison.headline).toMatch(
    /avx512, one thread\. larger is 2\.\d+x faster than large out of cache \[.*\]; .*, avx512, all threads of each, weak scaling\.$/,
  );
  const heads = pageMatrix(comparison).columns.map(({ head }) => head);
  expect(heads).toEqual(expect.arrayContaining(['rank', 'all', 'all rank', 'threads', 'all read']));
  const { columns, rows } = terminalMatrix(comparison);
  const all = columns.findIndex(({ head }) => head === 'all');
  expect(rows.map((row) => row[all]!.split(' ')[1]).sort()).toEqual(['1', '2', '3']);
});

it('has no such figures of one thread', () => {
  const comparison = compared([machine('a', 1, 1), machine('b', 1, 1)]);
  expect(comparison.machines.map(({ allThreads }) => allThreads)).toEqual([null, null]);
  expect(pageMatrix(comparison).columns.map(({ head }) => head)).not.toContain('all');
});

it('says in the table of machines whose break-even and gain it shows', () => {
  const { columns, note } = pageMatrix(
    compared([machine('small', 4, 0.5), machine('large', 16, 1)]),
  );
  expect(columns.map(({ head }) => head)).toEqual(
    expect.arrayContaining(['two-pass break-even', 'two-pass gain']),
  );
  expect(note).toContain('Gain: two-pass over the best three-pass.');
});
