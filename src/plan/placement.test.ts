import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { coreCount, usableCpuCount, usableCpus } from '../model/topology.js';
import { topologyOfShape } from '../testing/fixture-topologies.js';
import { placedCpus } from './placement.js';

const twoSockets = topologyOfShape({
  nodeCount: 2,
  cachesPerNode: 2,
  coresPerCache: 2,
  threadsPerCore: 2,
});

/** Machines of any shape, whose cores may be of two kinds and which may allow only some CPUs. */
const topologies = fc
  .record({
    nodeCount: fc.integer({ min: 1, max: 3 }),
    cachesPerNode: fc.integer({ min: 1, max: 3 }),
    coresPerCache: fc.integer({ min: 1, max: 4 }),
    threadsPerCore: fc.integer({ min: 1, max: 4 }),
  })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      usable: fc.infiniteStream(fc.boolean()),
      slow: fc.array(fc.nat(35)),
    }),
  )
  .map(({ shape, usable, slow }) =>
    topologyOfShape(shape, ({ cpu, core }) => ({
      isUsable: usable.next().value === true || cpu === 0,
      capacity: slow.includes(core) ? 0.5 : 1,
    })),
  );
const placements = fc.constantFrom('compact', 'scatter');

describe('placedCpus', () => {
  it.each([
    ['compact', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]],
    ['scatter', [0, 4, 2, 6, 1, 5, 3, 7, 8, 12, 10, 14, 9, 13, 11, 15]],
    ['list:3,0-1', [3, 0, 1]],
  ])('fills %s', (placement, cpus) => {
    expect(placedCpus(twoSockets, placement, cpus.length)).toEqual(cpus);
  });

  it('takes packages for nodes where these are unknown', () => {
    const topology = {
      ...twoSockets,
      cpus: twoSockets.cpus.map((cpu) => ({ ...cpu, node: null, cache: null })),
    };
    expect(placedCpus(topology, 'scatter', 4)).toEqual([0, 4, 1, 5]);
  });

  it('fills fast cores before slow ones', () => {
    const shape = { nodeCount: 1, cachesPerNode: 1, coresPerCache: 4, threadsPerCore: 1 };
    const topology = topologyOfShape(shape, ({ cpu }) => ({ capacity: cpu < 2 ? 0.4 : 1 }));
    expect(placedCpus(topology, 'compact', 4)).toEqual([2, 3, 0, 1]);
  });

  it('is an order of the CPUs that may be used; n threads are its first n', () => {
    fc.assert(
      fc.property(topologies, placements, (topology, placement) => {
        const usable = usableCpus(topology).map(({ cpu }) => cpu);
        const order = placedCpus(topology, placement, usable.length);
        expect([...order].sort((a, b) => a - b)).toEqual(usable);
        for (const count of [0, 1, usable.length >> 1]) {
          expect(placedCpus(topology, placement, count)).toEqual(order.slice(0, count));
        }
      }),
    );
  });

  it('uses each core before a second hardware thread of any, fast ones first', () => {
    fc.assert(
      fc.property(topologies, placements, (topology, placement) => {
        const order = placedCpus(topology, placement, coreCount(topology));
        const placed = order.map((number) => topology.cpus.find(({ cpu }) => cpu === number)!);
        expect(new Set(placed.map(({ core }) => core)).size).toBe(order.length);
        const capacities = placed.map(({ capacity }) => capacity);
        expect(capacities).toEqual([...capacities].sort((a, b) => b - a));
      }),
    );
  });

  it('scatters over nodes as evenly as they have cores', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (count) => {
        const cpus = placedCpus(twoSockets, 'scatter', count).map((cpu) => twoSockets.cpus[cpu]!);
        const onNode = (number: number) => cpus.filter(({ node }) => node === number).length;
        expect(Math.abs(onNode(0) - onNode(1))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [
      'list:0-15,16',
      1,
      'placement "list:0-15,16": expected CPUs of 0-15, each once, got 16, which this process may not use',
    ],
    ['list:0-1,1', 1, 'placement "list:0-1,1": expected CPUs of 0-15, each once, got 1 twice'],
    ['list:3-0', 1, 'placement "list:3-0": expected CPUs of 0-15, each once, got "3-0"'],
    ['list:0-3', 5, 'placement "list:0-3": expected at most 4 threads, got 5'],
    ['compact', 17, 'placement "compact": expected at most 16 threads, got 17'],
  ])('refuses %s for %i threads in one line', (placement, count, message) => {
    expect(() => placedCpus(twoSockets, placement, count)).toThrow(new SoftmaxBenchError(message));
    expect(usableCpuCount(twoSockets)).toBe(16);
  });
});
