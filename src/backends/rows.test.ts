import { afterAll, describe, expect, test } from 'vitest';

import {
  formatProblem,
  oneRow,
  rowStrideOf,
  spanElementsOf,
  type Problem,
} from '../model/problem.js';
import type { Target } from '../model/vocabulary.js';
import { algorithms } from '../softmax/algorithms.js';
import { rowIn } from '../softmax/row-errors.js';
import { createRandom } from '../statistics/random.js';
import { describeNative } from '../testing/describe-native.js';
import { sameBits } from '../testing/guarded-arrays.js';
import { defaultVariants, nativeTargets } from '../testing/native-target.js';
import { softmaxOracle, softmaxProblem } from '../testing/softmax-problem.js';
import { cpusForTeam } from '../testing/team-cpus.js';
import type { Backend, Workspace } from './backend.js';
import { createJsBackend } from './js.js';
import { createWasmBackend } from './wasm.js';

const rowsOf = (rows: number, columns: number, rowStrideElements?: number): Problem => ({
  ...oneRow(columns),
  rows,
  ...(rowStrideElements === undefined ? {} : { rowStrideElements }),
});

/** One column, one row, primes, rows that begin anywhere in a line, whole lines, and strides with little and much between. */
const problems = [
  rowsOf(1, 1),
  rowsOf(1, 997),
  rowsOf(37, 1),
  rowsOf(13, 1, 5),
  rowsOf(31, 17),
  rowsOf(19, 101, 103),
  rowsOf(8, 64, 128),
  rowsOf(3, 1009, 1024),
];
const room = Math.max(...problems.map(spanElementsOf)) + 1;
const untouched = -7;

const softmax = algorithms.filter(
  ({ operation, kind }) => operation === 'softmax' && kind === 'algorithm',
);

/** Where the rows of x have something for kernels to stumble over, besides ordinary ones. */
function inputOf(problem: Problem): Float32Array {
  const random = createRandom(spanElementsOf(problem));
  const x = Float32Array.from({ length: room }, () => 20 * random() - 10);
  const middle = Math.floor(problem.rows / 2);
  if (problem.rows > 2) rowIn(x, problem, middle).fill(-Infinity);
  if (problem.rows > 4) rowIn(x, problem, middle + 1)[0] = NaN;
  if (problem.rows > 6) rowIn(x, problem, middle - 1).fill(200, 0, 1);
  return x;
}

/** The oracles take longer than all that is compared with them. */
const inputs = problems.map((problem) => {
  const x = inputOf(problem);
  const oracles = Array.from({ length: problem.rows }, (_, row) =>
    softmaxOracle(rowIn(x, problem, row)),
  );
  return { problem, x, oracles };
});

/** What is wrong with y, row by row and between the rows; null when nothing is. */
function problemOf({ problem, x, oracles }: (typeof inputs)[number], y: Float32Array) {
  const stride = rowStrideOf(problem);
  for (const [row, oracle] of oracles.entries()) {
    const wrong = softmaxProblem(rowIn(x, problem, row), rowIn(y, problem, row), oracle);
    if (wrong !== null) return `row ${row}: ${wrong}`;
    const between = y.subarray(row * stride + problem.columns, (row + 1) * stride);
    if (between.some((value) => value !== untouched)) return `written behind row ${row}`;
  }
  return y.subarray(spanElementsOf(problem)).every((value) => value === untouched)
    ? null
    : 'written behind the last row';
}

function checkTarget(backend: Backend, target: Target, workspace: Workspace, spread?: () => void) {
  const { y } = workspace;
  const runnable = softmax.filter(({ passes }) =>
    passes.every(({ pass, store }) =>
      backend.variants(target, pass).some((variant) => variant.store === store),
    ),
  );
  for (const input of inputs) {
    const { problem } = input;
    workspace.x.set(input.x);
    spread?.();
    for (const algorithm of runnable) {
      const passes = defaultVariants(backend, target, algorithm);
      const what = `${target} ${algorithm.id} ${formatProblem(problem)}`;
      y.fill(untouched);
      workspace.execute(target, passes, problem);
      expect(problemOf(input, y), what).toBeNull();
      const executed = y.slice();
      for (const perPass of [false, true]) {
        y.fill(untouched);
        const timed = workspace.time({
          target,
          passes,
          problem,
          batchCount: 1,
          slotStrideElements: room,
          xSlotCount: 1,
          ySlotCount: 1,
          touchX: true,
          perPass,
        });
        expect(sameBits(y, executed), what).toBe(true);
        expect(timed.passDurationsNs?.length ?? null).toBe(perPass ? passes.length : null);
      }
    }
  }
}

const request = { xBytes: 4 * room, yBytes: 4 * room, pages: 'default' } as const;

describe.each([createJsBackend(), createWasmBackend()])('rows on $name', (backend) => {
  const workspace = backend.allocate(request);
  afterAll(() => workspace.free());

  test.each(backend.targets)('$target', ({ target }) => {
    checkTarget(backend, target, workspace);
  });

  test('rows that do not fit are refused', () => {
    const [{ target }] = backend.targets as [(typeof backend.targets)[number]];
    const passes = defaultVariants(backend, target, softmax[0]!);
    for (const problem of [rowsOf(0, 4), rowsOf(2, room), rowsOf(2, 4, room - 3)]) {
      expect(() => workspace.execute(target, passes, problem)).toThrow(RangeError);
    }
    workspace.execute(target, passes, rowsOf(2, 4, room - 4));
  });
});

describeNative('rows', (native) => {
  const { backend } = native;

  test.each(nativeTargets(native))('on $name', ({ name }) => {
    const workspace = backend.allocate(request);
    checkTarget(backend, name, workspace);
    const passes = defaultVariants(backend, name, softmax[0]!);
    const { length } = workspace.x;
    const wrong = [rowsOf(0, 4), rowsOf(2, length), rowsOf(2, 4, length - 3), rowsOf(2, 4, 3)];
    for (const problem of wrong) {
      expect(() => workspace.execute(name, passes, problem)).toThrow(RangeError);
    }
    workspace.free();
  });

  describe.each(['weak', 'strong'] as const)('with %s scaling', (scaling) => {
    // Fewer rows than threads, as many, and more.
    test.each([2, 3, 8])('by %d threads', (threadCount) => {
      const team = backend.allocateTeam!({ ...request, scaling, cpus: cpusForTeam(threadCount) });
      const workspace = team.withThreads(threadCount);
      const [{ name }] = nativeTargets(native) as [ReturnType<typeof nativeTargets>[number]];
      checkTarget(backend, name, workspace, () => {
        team.spreadX();
      });
      team.free();
    });
  });
});
