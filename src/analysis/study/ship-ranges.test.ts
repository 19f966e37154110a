import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { elementsOf, type Problem } from '../../model/problem.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { analyze } from '../analyze.js';
import { studies } from '../../softmax/studies.js';
import type { ShipRange } from './answer-schema.js';
import { shipRangesOf } from './ship-ranges.js';

const sizes = [1 << 12, 1 << 16, 1 << 20, 1 << 25];

/** Ranges on a machine where each implementation takes so many ns an element at each size. */
function answerOf(times: Readonly<Record<string, readonly number[]>>) {
  const { answer } = analyze(
    syntheticDocument({
      trueNs: (algorithm, count) => times[algorithm]![sizes.indexOf(count)]! * count,
      algorithms: Object.keys(times),
      elementCounts: sizes,
      noise: 0.002,
    }),
  );
  const [state] = answer.states;
  return { ranges: state!.ranges.map(facts), ordinary: state!.ordinaryRanges.map(facts) };
}

function facts({ lowProblem, highProblem, implementation, gain, headlineRange }: ShipRange) {
  return {
    sizes: [lowProblem, highProblem].map((problem: Problem) => elementsOf(problem)),
    implementation,
    gain: gain === null ? null : Number(gain.ratio.toPrecision(2)),
    headline: headlineRange,
  };
}

describe('ranges', () => {
  it('name the fastest at each size, and the same among ordinary stores', () => {
    const { ranges, ordinary } = answerOf({
      'three-pass-reload': [1, 1, 1.5, 3],
      'two-pass': [1.2, 1.2, 1.2, 2],
      'two-pass-nt': [2, 2, 2, 1.5],
    });
    expect(ranges).toMatchObject([
      { sizes: [1 << 12, 1 << 16], implementation: 'three-pass-reload', gain: null },
      { sizes: [1 << 20, 1 << 20], implementation: 'two-pass', gain: 1.3 },
      { sizes: [1 << 25, 1 << 25], implementation: 'two-pass-nt', gain: 2 },
    ]);
    expect(ranges[0]!.headline!.high).toBeCloseTo(1 / 1.2, 1);
    expect(ordinary).toMatchObject([
      { sizes: [1 << 12, 1 << 16], implementation: 'three-pass-reload' },
      { sizes: [1 << 20, 1 << 25], implementation: 'two-pass', gain: 1.5 },
    ]);
  });

  it('end where what gains at the largest sizes only ties', () => {
    const { ranges } = answerOf({
      'three-pass-reload': [1, 1, 1.5, 3],
      'two-pass': [1, 1, 1.2, 2],
    });
    expect(ranges).toMatchObject([
      { sizes: [1 << 12, 1 << 16] },
      { sizes: [1 << 20, 1 << 25], implementation: 'two-pass', gain: 1.5 },
    ]);
  });

  it('name what has ordinary stores where one with NT stores ties, though its median be less', () => {
    const { sweeps, winners } = analyze(
      syntheticDocument({
        trueNs: (_, count) => count,
        algorithms: ['three-pass-reload', 'two-pass-nt'],
        elementCounts: [1 << 12],
      }),
    );
    const [sweep] = sweeps;
    const fastest = 'two-pass-nt';
    const tied = ['three-pass-reload'];
    const cells = [fastest, ...tied].map((implementation, index) => {
      const { problem } = winners[0]!;
      return { ...sweep!, implementation, problem, medianNs: 1 + index };
    });
    const [range] = shipRangesOf(sweep!, [{ ...winners[0]!, fastest, tied }], {
      study: studies[0]!,
      cells,
      speedups: [],
    });
    expect(range).toMatchObject({ implementation: 'three-pass-reload', ties: ['two-pass-nt'] });
  });

  it('go on through sizes where a rival wins or ties', () => {
    const { ranges } = answerOf({
      'three-pass-reload': [1, 1, 1, 1],
      'two-pass': [1, 1.1, 1.2, 1.3],
    });
    expect(ranges).toMatchObject([
      { sizes: [1 << 12, 1 << 25], implementation: 'three-pass-reload' },
    ]);
  });

  it('cover every size once, with what is never slower than another by more than noise', () => {
    const time = fc.constantFrom(1, 1.5, 2, 3);
    const row = fc.tuple(time, time, time, time);
    fc.assert(
      fc.property(row, row, row, (reload, twoPass, streaming) => {
        const times = {
          'three-pass-reload': reload,
          'two-pass': twoPass,
          'two-pass-nt': streaming,
        };
        const { ranges } = answerOf(times);
        const covered = ranges.flatMap(({ sizes: [low, high] }) =>
          sizes.filter((size) => size >= low! && size <= high!),
        );
        expect(covered).toEqual(sizes);
        for (const [index, size] of sizes.entries()) {
          const range = ranges.find(({ sizes: [low, high] }) => size >= low! && size <= high!)!;
          const best = Math.min(reload[index]!, twoPass[index]!, streaming[index]!);
          expect(times[range.implementation as keyof typeof times][index]).toBe(best);
        }
      }),
      { numRuns: 40 },
    );
  });
});
