import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { topologyOfShape } from '../testing/fixture-topologies.js';
import { parseThreads, resolveThreadCounts } from './thread-syntax.js';

const topology = topologyOfShape({
  nodeCount: 1,
  cachesPerNode: 1,
  coresPerCache: 6,
  threadsPerCore: 2,
});

describe('parseThreads', () => {
  it('takes numbers and names', () => {
    expect(parseThreads('1, 2,ALL,cores,powers')).toEqual([1, 2, 'all', 'cores', 'powers']);
  });

  it.each(['', '0', '-1', '1.5', '1,', 'two', '1e3'])('refuses %j', (text) => {
    expect(() => parseThreads(text)).toThrow(/^threads "[^,]*": expected whole numbers from 1, /);
  });

  it('suggests the name that is near', () => {
    expect(() => parseThreads('core')).toThrow(/did you mean "cores"\?$/);
  });
});

describe('resolveThreadCounts', () => {
  it.each<[string, readonly number[]]>([
    ['4,1,4', [1, 4]],
    ['cores', [6]],
    ['all', [12]],
    ['powers', [1, 2, 4, 8, 12]],
    ['1,cores,all', [1, 6, 12]],
  ])('gives %s ascending, each once', (text, counts) => {
    expect(resolveThreadCounts(parseThreads(text), topology)).toEqual(counts);
  });

  it('ends powers with a power', () => {
    const shape = { nodeCount: 1, cachesPerNode: 1, coresPerCache: 4, threadsPerCore: 1 };
    expect(resolveThreadCounts(['powers'], topologyOfShape(shape))).toEqual([1, 2, 4]);
    expect(
      resolveThreadCounts(['powers'], topologyOfShape({ ...shape, coresPerCache: 1 })),
    ).toEqual([1]);
  });

  it('counts only what the process may use', () => {
    const bound = {
      ...topology,
      cpus: topology.cpus.map((cpu) => ({ ...cpu, isUsable: [1, 2, 7].includes(cpu.cpu) })),
    };
    expect(resolveThreadCounts(['cores', 'all'], bound)).toEqual([2, 3]);
  });

  it('keeps names within a quota, not numbers', () => {
    const limitedTo = (quotaCpuCount: number) => ({ ...topology, quotaCpuCount });
    // One CPU of the quota is for what does not measure.
    expect(resolveThreadCounts(['cores', 'all', 8], limitedTo(3.5))).toEqual([2, 8]);
    expect(resolveThreadCounts(['cores', 'all'], limitedTo(11))).toEqual([6, 10]);
    expect(resolveThreadCounts(['all'], limitedTo(0.5))).toEqual([1]);
    expect(resolveThreadCounts(['all'], limitedTo(12))).toEqual([12]);
  });

  it('takes one thread where the CPUs are unknown', () => {
    expect(resolveThreadCounts(['cores', 'powers', 1], null)).toEqual([1]);
  });

  it.each([
    [topology, 13, 'threads: expected at most 12 (this process may use 12 CPUs), got 13'],
    [null, 2, 'threads: expected at most 1 (the system does not list its CPUs), got 2'],
  ])('refuses more than the process may use', (machine, count, message) => {
    expect(() => resolveThreadCounts([count], machine)).toThrow(new SoftmaxBenchError(message));
  });
});
