import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import { exitCodes } from '../errors.js';
import { elementsOf } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import type { LogicalCpu, Topology } from '../model/topology.js';
import { fixtureMachine } from '../testing/fixture-document.js';
import { plannedBackend } from '../testing/planned-backend.js';
import { headlineCells, mostThreadsCells } from './headline.js';
import { makePlan, type PlanInput } from './make-plan.js';
import { blocksOf } from './order.js';
import { totalBytes } from './regions.js';

const mib = 2 ** 20;
const llcBytes = 16 * mib;

/** Cores of one CPU each, so many to a last-level cache. */
function topologyOf(count: number, cpusPerCache: number): Topology {
  const cpus = Array.from({ length: count }, (_, cpu): LogicalCpu => {
    const cache = cpu - (cpu % cpusPerCache);
    return { cpu, core: cpu, package: 0, node: 0, cache, capacity: 1, isUsable: true };
  });
  return { cpus, quotaCpuCount: null, canPin: true };
}

const native = plannedBackend({
  name: 'native',
  targets: [{ target: 'avx2', available: true, reason: null }],
  allocateTeam: {},
});
const js = plannedBackend(
  { name: 'js', targets: [{ target: 'js', available: true, reason: null }] },
  ['ordinary'],
);

function planOf(
  overrides: Partial<RunConfig>,
  topology: Topology = topologyOf(8, 4),
  change: Partial<PlanInput> = {},
) {
  const base = { preset: null, file: null };
  const sweep = {
    targets: ['avx2' as const],
    algorithms: ['core', 'copy'],
    threadSizes: undefined,
  };
  return makePlan({
    config: loadRunConfig({ ...base, overrides: { ...sweep, ...overrides } }),
    machine: { ...fixtureMachine, topology, lastLevelCacheBytes: llcBytes },
    backends: [native, js],
    targets: [...native.targets, ...js.targets],
    memoryLimitBytes: 64 * 2 ** 30,
    hugetlbPool: null,
    externals: [],
    ...change,
  });
}

/** `t2/compact/weak` of each cell, once, in the order of the plan. */
function threadsOf({ plan }: ReturnType<typeof planOf>): readonly string[] {
  return [
    ...new Set(
      plan.cells.map(({ threadCount, placement, scaling }) =>
        [`t${threadCount}`, placement, scaling].filter((part) => part !== null).join('/'),
      ),
    ),
  ];
}

describe('threads of a plan', () => {
  it('are one without a word of the config', () => {
    const config = loadRunConfig({ preset: 'quick', file: null, overrides: { targets: ['avx2'] } });
    expect(threadsOf(planOf({}, topologyOf(8, 4), { config }))).toEqual(['t1']);
    expect(threadsOf(planOf({ budgetSeconds: 1000 })).slice(0, 3)).toEqual([
      't1',
      't2/compact/weak',
      't2/compact/strong',
    ]);
  });

  it('are every count with every scaling and placement, at every size that was named', () => {
    const planned = planOf({
      sizes: [1000, 2000],
      threads: [1, 2, 'all'],
      placements: ['compact', 'scatter'],
      scalings: ['weak', 'strong'],
      cacheStates: ['warm'],
    });
    const teams = ['weak', 'strong'].flatMap((scaling) =>
      ['compact', 'scatter'].map((placement) => `${placement}/${scaling}`),
    );
    expect(threadsOf(planned)).toEqual([
      't1',
      ...teams.map((team) => `t2/${team}`),
      ...teams.map((team) => `t8/${team}`),
    ]);
    const perThreads = planned.plan.cells.filter(({ threadCount }) => threadCount === 8);
    expect(new Set(perThreads.map(({ problem }) => elementsOf(problem)))).toEqual(
      new Set([1000, 2000]),
    );
  });

  it('skip a placement on the same CPUs, and targets without threads, with the reason', () => {
    const { skipped } = planOf(
      { sizes: [1000], threads: [2], placements: ['compact', 'scatter'], targets: ['avx2', 'js'] },
      topologyOf(4, 4),
    );
    expect(new Set(skipped.map(({ cell, reason }) => `${cell.target}: ${reason}`))).toEqual(
      new Set([
        'avx2: the same CPUs as placement compact',
        'js: the same CPUs as placement compact',
        'js: the js backend has no threads',
      ]),
    );
  });

  it('refuse more than the process may use, with the number that it may', () => {
    expect(() => planOf({ sizes: [1000], threads: [9] })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/expected at most 8 .*got 9/) as string,
        exitCode: exitCodes.usage,
      }),
    );
  });

  it('are measured beyond the first only for the answer where the config says so', () => {
    const config: Partial<RunConfig> = {
      sizes: [1000, 16 * mib],
      threadSizes: 'largest',
      threads: [1, 'powers'],
      algorithms: ['softmax', 'baselines'],
      cacheStates: ['cold-output', 'warm'],
    };
    const { cells } = planOf(config).plan;
    const several = cells.filter(({ threadCount }) => threadCount > 1);
    expect(new Set(several.map(({ threadCount }) => threadCount))).toEqual(new Set([2, 4, 8]));
    expect(several.every((cell) => cell.problem.columns === 16 * mib)).toBe(true);
    expect(several.every(({ cacheState }) => cacheState === 'cold-output')).toBe(true);
    expect(several.some(({ implementation }) => implementation === 'online')).toBe(false);
    expect(several.some(({ implementation }) => implementation === 'two-pass-nt')).toBe(true);
  });
});

describe('sizes of several threads in a sweep', () => {
  const sweep: Partial<RunConfig> = {
    sizes: {
      fromWorkingSetBytes: 4096,
      toCacheMultiple: 4,
      pointsPerOctave: 0.5,
      maxArrayBytes: null,
    },
    threadSizes: 'largest',
    threads: [1, 8],
    scalings: ['weak', 'strong'],
    cacheStates: ['cold-output'],
    budgetSeconds: 1000,
  };
  const columnsOf = (scaling: string, planned: ReturnType<typeof planOf>) =>
    new Set(
      planned.plan.cells.flatMap((cell) =>
        cell.scaling === scaling ? [cell.problem.columns] : [],
      ),
    );

  it('are out of all caches that the threads have: one row grows with the number of these', () => {
    const planned = planOf(sweep);
    expect(columnsOf('weak', planned)).toEqual(new Set([16 * mib]));
    // Two last-level caches of 16 MiB, four times both: 128 MiB.
    expect(columnsOf('strong', planned)).toEqual(new Set([32 * mib]));
  });

  it('are smaller where arrays for every thread would be more than half of the memory', () => {
    const planned = planOf(sweep, topologyOf(8, 4), { memoryLimitBytes: 1500 * mib });
    const [columns = 0] = columnsOf('weak', planned);
    expect(columns).toBeLessThan(16 * mib);
    expect(8 * 2 * 4 * columns).toBeLessThanOrEqual(750 * mib);
  });
});

describe('memory of several threads', () => {
  it('is that of the most with weak scaling, and of each count with strong scaling', () => {
    const { regions } = planOf({
      algorithms: ['copy'],
      sizes: [mib],
      threads: [1, 2, 4],
      scalings: ['weak', 'strong'],
      cacheStates: ['warm'],
    });
    expect(
      regions.map((region) => ({
        cpus: region.team?.cpus.length ?? null,
        scaling: region.team?.scaling ?? null,
        counts: region.team?.threadCounts ?? null,
        mebibytes: totalBytes([region]) / mib,
      })),
    ).toEqual([
      { cpus: null, scaling: null, counts: null, mebibytes: 8 },
      { cpus: 4, scaling: 'weak', counts: [2, 4], mebibytes: 32 },
      { cpus: 2, scaling: 'strong', counts: [2], mebibytes: 8 },
      { cpus: 4, scaling: 'strong', counts: [4], mebibytes: 8 },
    ]);
  });
});

it('the headline comes first, and the same by the most threads next', () => {
  const { cells } = planOf({
    sizes: [1000, 16 * mib],
    threads: [1, 2, 8],
    scalings: ['weak', 'strong'],
    cacheStates: ['cold-output'],
    budgetSeconds: 1000,
  }).plan;
  const headline = headlineCells(cells, llcBytes);
  const blocks = blocksOf(cells, headline, mostThreadsCells(cells, llcBytes));
  const named = blocks.map(({ cells: [cell], part }) => {
    const { threadCount, scaling, problem } = cell!;
    return `${threadCount}/${scaling}/${problem.columns}${part === 'sweep' ? '' : ` ${part}`}`;
  });
  const size = 16 * mib;
  expect(named.slice(0, 2)).toEqual([`1/null/${size} gain`, `8/weak/${size}`]);
  expect(blocks.slice(1).every(({ part }) => part === 'sweep')).toBe(true);
});
