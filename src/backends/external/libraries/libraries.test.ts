import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { oneRow, type Problem } from '../../../model/problem.js';
import type { OperationId } from '../../../model/vocabulary.js';
import { compareToOracle, logProbabilities, probabilities } from '../../../softmax/output-error.js';
import { createOracle, prepareTile } from '../../../softmax/oracle.js';
import { createRandom } from '../../../statistics/random.js';
import { packageRoot } from '../../../package-root.js';
import { librarySearch } from '../../../testing/library-search.js';
import { pythonWith } from '../../../testing/python-with.js';
import type { CallLoop, Workspace } from '../../backend.js';
import { createJsBackend } from '../../js.js';
import type { OpenExternal } from '../external.js';
import { findLibraries, openLibrary } from './index.js';

// ONNX Runtime has no Debian package: a stand-in shows that it is called as its Python takes it.
const python = pythonWith(join(packageRoot(), 'src', 'testing', 'python'));
const { found, missing } = await findLibraries(['auto'], { ...librarySearch, python });

const room = 2 ** 20;

const problems: readonly Problem[] = [
  oneRow(1),
  oneRow(50_257),
  { rows: 7, columns: 1000, elementType: 'float32' },
  { rows: 100, columns: 1, elementType: 'float32' },
  { rows: 3, columns: 65_537, elementType: 'float32' },
];

/** Float32 sums in a few accumulators are no better. */
const errorLimit = 2e-4;

/** The largest error of a library's y and of the sum of a row, over all rows; of log-softmax relative to 1 at least. */
function errorOf(
  operation: OperationId,
  { rows, columns }: Problem,
  x: Float32Array,
  y: Float32Array,
) {
  const output = operation === 'softmax' ? probabilities : logProbabilities;
  return Math.max(
    ...Array.from({ length: rows }, (_, row) => {
      const [start, end] = [row * columns, (row + 1) * columns];
      const oracle = createOracle(prepareTile(x.slice(start, end)), columns);
      const whole = [{ start: 0, end: columns }];
      const error = compareToOracle(y.subarray(start, end), oracle, whole, output);
      return Math.max(error.maxUlpError * 2 ** -23, error.sumError);
    }),
  );
}

for (const { id, reason } of missing) it.skip(`${id} is not here: ${reason}`, () => undefined);

describe.each(found)('$source.id', ({ external, source }) => {
  let library: OpenExternal;
  let memory: Workspace;
  const prepare = (operation: OperationId, problem: Problem, threadCount = 1) => {
    const elementCount = problem.rows * problem.columns;
    const loop: CallLoop = {
      ...{ problem, batchCount: 1, slotStrideElements: elementCount },
      ...{ xSlotCount: 1, ySlotCount: 1, touchX: false, perPass: false },
    };
    return library.prepare({ operation, problem, threadCount }, memory, loop);
  };

  beforeAll(async () => {
    if (source.kind !== 'library') throw new Error('a kernel among the libraries');
    library = await openLibrary(source);
    memory = createJsBackend().allocate({ xBytes: 4 * room, yBytes: 4 * room, pages: 'default' });
    const random = createRandom(1);
    memory.x.forEach((_, index, x) => {
      x[index] = -10 + 20 * random();
    });
  });
  afterAll(() => library.close());

  it('has a version, and says where its declared passes are from', () => {
    expect(external.version).toMatch(/\d/);
    expect(external.passesSource).not.toBeNull();
  });

  describe.each(external.operations)('$operation', ({ operation }) => {
    it.each(problems)('of $rows x $columns is right', async (problem) => {
      const prepared = await prepare(operation, problem);
      const y = await prepared.execute();
      expect(y).toHaveLength(problem.rows * problem.columns);
      expect(errorOf(operation, problem, memory.x, y)).toBeLessThan(errorLimit);
      await prepared.free();
    });

    // In that row XNNPACK and oneDNN pass over it.
    it('keeps a NaN in its row', async () => {
      const { problem, x } = { problem: problems[2]!, x: memory.x };
      const own = { ...memory, x: x.slice() };
      own.x[1500] = NaN;
      const call = { operation, problem, threadCount: 1 };
      const prepared = await library.prepare(call, own, {} as CallLoop);
      const y = await prepared.execute();
      expect(y.subarray(0, 1000).some(Number.isNaN)).toBe(false);
      expect(y.subarray(2000).some(Number.isNaN)).toBe(false);
      await prepared.free();
    });

    it('is timed', async () => {
      const prepared = await prepare(operation, oneRow(room));
      const durationNs = await prepared.time(2);
      expect(durationNs).toBeGreaterThan(room * 0.05);
      expect(durationNs).toBeLessThan(1e10);
      await prepared.free();
    });
  });

  it.runIf(external.memory === 'shared')('goes round the rings of x and y', async () => {
    const [elementCount, slotStrideElements] = [1000, 1008];
    const rings = { slotStrideElements, xSlotCount: 2, ySlotCount: 3 };
    const problem = oneRow(elementCount);
    const loop = { problem, batchCount: 1, ...rings, touchX: true, perPass: false };
    const call = { operation: 'softmax', problem, threadCount: 1 } as const;
    const prepared = await library.prepare(call, memory, loop);
    memory.y.fill(NaN);
    await prepared.time(5);
    for (const [ySlot, xSlot] of [1, 0, 0].entries()) {
      const [x, y] = [memory.x, memory.y].map((stream, index) => {
        const start = [xSlot, ySlot][index]! * slotStrideElements;
        return stream.slice(start, start + elementCount);
      });
      expect(errorOf('softmax', problem, x!, y!)).toBeLessThan(errorLimit);
    }
    await prepared.free();
  });

  it.runIf(external.hasThreads)('is the same on two threads', async () => {
    const problem = { rows: 64, columns: 4096, elementType: 'float32' } as const;
    const one = await (await prepare('softmax', problem)).execute();
    const two = await (await prepare('softmax', problem, 2)).execute();
    expect(two).toEqual(one);
  });
});

describe('findLibraries', () => {
  it('says what is not here, and how to get it', async () => {
    const search = { python: 'python3-of-nobody', projectFolder: '/' };
    const nothing = await findLibraries(['onnxruntime-python', 'tfjs-wasm'], search);
    expect(nothing).toEqual({
      found: [],
      missing: [
        {
          id: 'tfjs-wasm',
          reason: 'no @tensorflow/tfjs-backend-wasm in /',
          remedy: 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-wasm',
        },
        {
          id: 'onnxruntime-python',
          reason: 'no command python3-of-nobody',
          remedy: 'python3-of-nobody -m pip install onnxruntime',
        },
      ],
    });
  });

  it('refuses other names', async () => {
    await expect(findLibraries(['pytorch'], librarySearch)).rejects.toThrow(
      /^no library "pytorch", did you mean "torch"\? \(expected auto, onnxruntime, xnnpack, /,
    );
  });
});
