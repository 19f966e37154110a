import { describe, expect, test } from 'vitest';

import { oneRow } from '../../model/problem.js';
import { algorithms } from '../../softmax/algorithms.js';
import { operations } from '../../softmax/operations.js';
import { createOracle, prepareTile } from '../../softmax/oracle.js';
import { createRandom } from '../../statistics/random.js';
import { describeNative } from '../../testing/describe-native.js';
import { sameBits } from '../../testing/guarded-arrays.js';
import { inputCases } from '../../testing/input-cases.js';
import { anyVariants, nativeTargets, variantsFor } from '../../testing/native-target.js';
import { cpusForTeam } from '../../testing/team-cpus.js';

/** From fewer elements than threads to some blocks of `ext-sum` a thread, none a multiple of anything. */
const lengths = [1, 5, 17, 100, 663, 30_011];
const room = 30_016;

/** They take different ways through a kernel, and leave different partial sums in the parts of a row. */
const tellingCases = inputCases.filter(({ name }) =>
  /^(logits|ascending|largest and lowest|one dominating|-Infinity|all -Infinity|one NaN|one \+)/.test(
    name,
  ),
);

const own = algorithms.filter(({ kind }) => kind === 'algorithm');

const inputs = lengths.flatMap((length) =>
  tellingCases
    // The oracle of a long input takes longer than all that is compared with it.
    .filter((_, index) => length < 1000 || index < 3)
    .map(({ name, values }) => inputOf(`${length} of ${name}`, values(length))),
);

describeNative('algorithms by several threads', (native) => {
  const { backend } = native;
  const targets = nativeTargets(native);
  // With weak scaling every thread works alone, on a row of its own.
  const threadCounts = { weak: [1, 3], strong: [1, 2, 3, 7] };
  const teams = (['weak', 'strong'] as const).flatMap((scaling) =>
    threadCounts[scaling].map((threadCount) => ({ scaling, threadCount })),
  );

  describe.each(teams)('$threadCount, $scaling scaling', ({ scaling, threadCount }) => {
    const team = backend.allocateTeam!({
      ...{ xBytes: 4 * room, yBytes: 4 * room, pages: 'default', scaling },
      cpus: cpusForTeam(threadCount),
    });
    const workspace = team.withThreads(threadCount);

    /** Checks the output on one of the targets, and that it has the same bits in every thread and each time. */
    const check = (algorithm: (typeof algorithms)[number], input: Input, seed: number): void => {
      const { x, oracle } = input;
      const random = createRandom(seed);
      // Some targets lack some kinds of store.
      const able = targets.filter((target) =>
        algorithm.passes.every((use) => variantsFor(target, use).length > 0),
      );
      const target = able[Math.floor(random() * able.length)]!;
      const passes = anyVariants(target, algorithm, random);
      const what = `${algorithm.id} on ${target.name}: ${input.name}, ${JSON.stringify(passes)}`;
      workspace.x.set(x);
      team.spreadX();
      team.clearY(x.length);
      const logSumExp = workspace.execute(target.name, passes, oneRow(x.length));
      const y = workspace.y.slice(0, x.length);
      const output = {
        y,
        problem: oneRow(x.length),
        logSumExpOf: () => logSumExp,
        tile: x,
        oracleOf: () => oracle,
        random,
      };
      expect(operations[algorithm.operation].check(output).problem, what).toBeNull();
      expect(team.differingThread(x.length, threadCount), what).toBeNull();
      // In place passes begin with what is there.
      team.clearY(x.length);
      expect(workspace.execute(target.name, passes, oneRow(x.length)), what).toBe(logSumExp);
      expect(sameBits(workspace.y.slice(0, x.length), y), what).toBe(true);
    };

    test.each(own.map((algorithm, index) => ({ ...algorithm, index })))('$id', (algorithm) => {
      for (const [index, input] of inputs.entries()) {
        // More threads than processors take turns, so the more there are the fewer inputs, others for each algorithm.
        const step = 1 + threadCount;
        if (index % step === algorithm.index % step) check(algorithm, input, index);
      }
    });

    test('baselines and memory-only versions', () => {
      for (const algorithm of algorithms.filter(({ kind }) => kind !== 'algorithm')) {
        for (const [index, input] of inputs.slice(0, 40).entries()) {
          if (index % 9 === 0) check(algorithm, input, index);
        }
      }
    });

    if (scaling === 'weak') return;

    test.each([NaN, Infinity])(
      'one %d in the part of some thread makes the whole row NaN',
      (value) => {
        for (let thread = 0; thread < threadCount; thread += Math.ceil(threadCount / 3)) {
          const x = new Float32Array(1000).fill(0.5);
          x[Math.floor(((thread + 0.5) * 1000) / threadCount)] = value;
          const input = inputOf(`${value} in part ${thread}`, x);
          expect(input.oracle.sum).toBeNaN();
          for (const algorithm of algorithms) {
            if (algorithm.operation === 'softmax') check(algorithm, input, thread);
          }
        }
      },
    );

    test('a part that is masked wholly, and one that outweighs all', () => {
      for (const value of [-Infinity, -1e30, 80, 1e30]) {
        for (let thread = 0; thread < threadCount; thread += Math.ceil(threadCount / 3)) {
          const x = new Float32Array(1000).fill(0.5);
          const seam = (index: number) => Math.floor((index * 1000) / threadCount);
          x.fill(value, seam(thread), seam(thread + 1));
          const input = inputOf(`${value} in part ${thread}`, x);
          for (const algorithm of algorithms) {
            if (algorithm.kind === 'algorithm') check(algorithm, input, thread);
          }
        }
      }
    });
  });
});

type Input = ReturnType<typeof inputOf>;

function inputOf(name: string, x: Float32Array) {
  return { name, x, oracle: createOracle(prepareTile(x), x.length) };
}
