import { describe, expect, it } from 'vitest';

import {
  manyCoreBandwidths,
  manyCoreCounts,
  manyCoreDocument,
  syntheticBarrierNs,
  syntheticSession,
  threadPoints,
} from '../../testing/many-core-document.js';
import { topologyOfShape } from '../../testing/fixture-topologies.js';
import { analysisSchema, type Analysis } from '../analysis.js';
import { analyze } from '../analyze.js';
import type { ThreadCurve, ThreadFamily } from './thread-schema.js';

function curve({ curves }: ThreadFamily, id: string): ThreadCurve {
  return curves.find(({ implementation }) => implementation === id)!;
}

describe('a cloud machine with 16 CPUs, weak scaling', () => {
  const analysis: Analysis = analyze(manyCoreDocument());
  const [family] = analysis.threads;

  it('has the bandwidths of all threads together', () => {
    for (const [id, expected] of Object.entries(manyCoreBandwidths)) {
      const { points } = curve(family!, id);
      expect(points.map(({ threadCount }) => threadCount)).toEqual(manyCoreCounts);
      points.forEach(({ passBytesPerSecond, ci95BytesPerSecond }, index) => {
        // The synthetic machine drifts by up to 20% from round to round.
        expect(passBytesPerSecond / 1e9 / expected[index]!).toBeCloseTo(0.91, 1);
        expect(ci95BytesPerSecond!.low).toBeLessThan(passBytesPerSecond);
        expect(ci95BytesPerSecond!.high).toBeGreaterThan(passBytesPerSecond);
      });
    }
    const cell = analysis.cells.find(
      ({ implementation, threadCount }) => implementation === 'read' && threadCount === 16,
    )!;
    expect(cell.passBytesPerSecond).toBeCloseTo(
      curve(family!, 'read').points.at(-1)!.passBytesPerSecond,
    );
    expect(cell.flags).toEqual([]);
    expect(analysis.impossible).toEqual([]);
  });

  it('gains what the table of the machine says, at each thread count', () => {
    const gainsOf = (id: string): number[] =>
      family!.payoffs
        .find(({ implementation }) => implementation === id)!
        .gains.map(({ ratio }) => ratio);
    // Bytes 3 to 4 and 5, bandwidths of the table.
    const expected = (id: string): number[] =>
      manyCoreCounts.map((_, index) => {
        const at = (name: string): number => manyCoreBandwidths[name]![index]!;
        return Math.min(
          ((at(id) / 3) * 4) / at('three-pass-recompute'),
          ((at(id) / 3) * 5) / at('three-pass-reload'),
        );
      });
    for (const id of ['two-pass', 'two-pass-nt']) {
      gainsOf(id).forEach((ratio, index) => {
        expect(ratio / expected(id)[index]!).toBeCloseTo(1, 1);
      });
    }
    expect(family!.payoffs.map(({ kind }) => kind)).toEqual(['always', 'always']);
  });

  it('speeds up as bandwidth does, and predicts it from one thread and from full memory', () => {
    const read = curve(family!, 'read');
    expect(read.points.at(-1)!.speedup!.ratio).toBeCloseTo(110.6 / 15.2, 0);
    expect(read.prediction).toMatchObject({ memoryFrom: 'own', threadCount: 7 });
    const twoPass = curve(family!, 'two-pass');
    expect(twoPass.prediction!.memoryFrom).toBe('baselines');
    // 12 bytes at 13.4 GB/s, over 4 of read at 110.6 and 8 of copy at 80.9.
    const threads = 12 / 13.4 / (4 / 110.6 + 8 / 80.9);
    expect(twoPass.prediction!.threadCount).toBe(Math.ceil(0.95 * threads));
    for (const { threadCount, predictedNsPerElement, nsPerElement } of twoPass.points) {
      const memory = twoPass.prediction!.memoryNsPerElement;
      const one = twoPass.prediction!.oneThreadNsPerElement;
      expect(predictedNsPerElement).toBeCloseTo(Math.max(one / threadCount, memory), 9);
      expect(nsPerElement / predictedNsPerElement!).toBeGreaterThan(0.9);
      expect(nsPerElement / predictedNsPerElement!).toBeLessThan(1.5);
    }
  });

  it('says that bandwidth still rises: 12 threads are more than 5% below 16', () => {
    expect(curve(family!, 'read').saturations).toMatchObject([
      { scope: 'all', kind: 'still rising', knee: { threadCount: 16, low: 16, high: 16 } },
    ]);
  });

  it('is plain data by its schema', () => {
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
  });
});

/** Copy of threads that are as fast as one each until a memory node is full. */
function saturating(
  threads: ReturnType<typeof threadPoints>,
  { nodeCount, threadsPerCore }: { nodeCount: number; threadsPerCore: number },
): ThreadFamily {
  const cores = 8 / threadsPerCore;
  const perNode = cores / nodeCount;
  const [family] = analyze(
    manyCoreDocument({
      threads,
      algorithms: ['read', 'copy', 'three-pass-recompute', 'two-pass'],
      machine: {
        logicalCpuCount: 8,
        topology: topologyOfShape({
          nodeCount,
          cachesPerNode: 1,
          coresPerCache: perNode,
          threadsPerCore,
        }),
      },
      session: syntheticSession(threads),
      trueNs: (_, elements, __, { threadCount, scaling }) => {
        const onCores = Math.min(threadCount, cores);
        const nodes = Math.ceil(onCores / perNode);
        const speed = Math.min(onCores, nodes * perNode * 0.5) * (threadCount > cores ? 1.1 : 1);
        return (elements / speed) * (scaling === 'weak' ? threadCount : 1);
      },
    }),
  ).threads;
  return family!;
}

it('finds the knee of one memory node and of all', () => {
  const family = saturating(threadPoints([1, 2, 3, 4, 6, 8]), { nodeCount: 2, threadsPerCore: 1 });
  expect(family.counts.map(({ nodeCount }) => nodeCount)).toEqual([1, 1, 1, 1, 2, 2]);
  expect(curve(family, 'copy').saturations).toMatchObject([
    { scope: 'one memory node', kind: 'saturated', knee: { threadCount: 2, low: 2, high: 2 } },
    { scope: 'all', kind: 'saturated', knee: { threadCount: 6, low: 6, high: 6 } },
  ]);
  expect(curve(family, 'copy').prediction).toMatchObject({ threadCount: 4 });
});

it('says what a second hardware thread of each core adds', () => {
  const family = saturating(threadPoints([1, 2, 4, 8]), { nodeCount: 1, threadsPerCore: 2 });
  expect(family.counts.map(({ coreCount }) => coreCount)).toEqual([1, 2, 4, 4]);
  const { smt } = curve(family, 'copy');
  expect(smt).toMatchObject({ threadCount: 8, coreThreadCount: 4 });
  expect(smt!.ratio.ratio).toBeCloseTo(1.1, 1);
});

it('cannot see saturation with two CPUs', () => {
  const threads = threadPoints([1, 2]);
  const [family] = analyze(manyCoreDocument({ threads })).threads;
  expect(curve(family!, 'copy').saturations).toMatchObject([{ kind: 'too few threads' }]);
});

it('splits one row, and says how much of the time merging takes', () => {
  const threads = threadPoints([1, 2, 4], ['strong']);
  const [family] = analyze(manyCoreDocument({ threads, elementCounts: [1 << 16] })).threads;
  expect(family).toMatchObject({ scaling: 'strong', placement: 'compact' });
  expect(family!.counts.map(({ barrierNs }) => barrierNs)).toEqual([null, 1500, 1500]);
  const last = curve(family!, 'two-pass').points.at(-1)!;
  const passesNs = (12 * (1 << 16)) / 39.9;
  const oneNs = (12 * (1 << 16)) / 13.4;
  expect(last.speedup!.ratio).toBeCloseTo(oneNs / (passesNs + 2 * syntheticBarrierNs), 0);
  expect(last.mergeShare).toBeCloseTo(3000 / (passesNs + 3000), 1);
  // Elements of the one row.
  expect(last.nsPerElement).toBeCloseTo(last.medianNs / (1 << 16), 9);
});

it('has nothing of a run with one thread', () => {
  expect(analyze(manyCoreDocument({ threads: threadPoints([1]) })).threads).toEqual([]);
});

it('takes counts with shapes of their own together out of cache', () => {
  const whole = manyCoreDocument({ elementCounts: [1 << 16, 1 << 26, 1 << 25] });
  // As a plan chooses them: the largest size that fits for the most threads.
  const isPlanned = ({
    threadCount,
    problem,
  }: {
    threadCount: number;
    problem: { columns: number };
  }) => threadCount === 1 || problem.columns === (threadCount === 16 ? 1 << 25 : 1 << 26);
  const outcomes = whole.outcomes.filter(({ cell }) => isPlanned(cell));
  const families = analyze({ ...whole, outcomes }).threads;
  const family = families.at(-1);
  expect(family!.counts.map(({ problem }) => problem.columns)).toEqual([
    ...[1, 2, 4, 8, 12].map(() => 1 << 26),
    1 << 25,
  ]);
  const read = curve(family!, 'read');
  expect(read.points.at(-1)!.speedup!.ratio).toBeCloseTo(110.6 / 15.2, 0);
  // One thread was measured at the size of 16 as well.
  expect(families.map(({ counts }) => counts.length)).toEqual([2, manyCoreCounts.length]);
});
