import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import { exitCodes, SoftmaxBenchError } from '../errors.js';
import { elementsOf } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import type { TargetStatus } from '../model/target-status.js';
import { fixtureMachine } from '../testing/fixture-document.js';
import { plannedBackend } from '../testing/planned-backend.js';
import { makePlan, type PlanInput } from './make-plan.js';
import { totalBytes } from './regions.js';

const mib = 2 ** 20;

const avx2AndJs: readonly TargetStatus[] = [
  { target: 'js', available: true, reason: null },
  { target: 'scalar', available: true, reason: null },
  { target: 'avx2', available: true, reason: null },
  { target: 'avx512', available: false, reason: 'this CPU has no AVX-512' },
];

const native = plannedBackend({
  name: 'native',
  targets: avx2AndJs.filter(({ target }) => target !== 'js'),
  pages: ['default', 'huge', 'hugetlb'],
});
const js = plannedBackend({ name: 'js', targets: avx2AndJs.slice(0, 1) }, ['ordinary']);

describe('makePlan', () => {
  it('orders cells by cache state, problem, algorithm, target and pages', () => {
    const { plan, skipped } = planOf({
      algorithms: ['copy', 'two-pass'],
      targets: ['js', 'avx2'],
      sizes: [2000, 1000],
      cacheStates: ['cold-output', 'warm'],
      pages: ['default', 'huge'],
    });
    expect(new Set(skipped.map(({ cell }) => cell.target))).toEqual(new Set(['js']));
    const ids = ['cold-output', 'warm'].flatMap((cacheState) =>
      [1000, 2000].flatMap((columns) =>
        ['softmax/two-pass', 'copy/copy'].flatMap((algorithm) =>
          ['avx2/default', 'avx2/huge', 'js/default'].map((where) => {
            const [target = '', pages = ''] = where.split('/');
            return `${algorithm}/${target}/1x${columns}/${cacheState}/t1/${pages}`;
          }),
        ),
      ),
    );
    expect(plan.cells.map(({ id }) => id)).toEqual(ids);
  });

  it('gives a cell one variant a pass, in the order of the passes', () => {
    const { plan } = planOf({ algorithms: ['two-pass-nt'], sizes: [1000] });
    expect(plan.cells[0]?.variants.map(({ store }) => store)).toEqual(['ordinary', 'non-temporal']);
  });

  it('refuses sizes that the user named and the budget does not allow', () => {
    const plan = (budgetSeconds: number) =>
      planOf({
        algorithms: ['core', 'copy'],
        targets: ['avx2'],
        sizes: [1000, 64 * mib],
        budgetSeconds,
      });
    expect(() => plan(1)).toThrow(
      /^a budget of 1 s is too short for an answer at 64 Mi elements on avx2/,
    );
    expect(plan(1000).skipped).toEqual([]);
  });

  it('resolves groups to each algorithm once', () => {
    const algorithmsOf = (...algorithms: string[]): string[] => [
      ...new Set(planOf({ algorithms, sizes: [1000] }).plan.cells.map((c) => c.implementation)),
    ];
    const core = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];
    expect(algorithmsOf('copy', 'core', 'two-pass').sort()).toEqual(['copy', ...core]);
    expect(algorithmsOf('core-nt').sort()).toEqual(['three-pass-recompute-nt', 'two-pass-nt']);
    expect(algorithmsOf('core-skeletons').sort()).toEqual(core.map((id) => `${id}-skeleton`));
    expect(algorithmsOf('softmax')).toHaveLength(7);
    expect(algorithmsOf('softmax-skeletons')).toHaveLength(7);
    expect(algorithmsOf('log-softmax')).toHaveLength(6);
    expect(algorithmsOf('log-softmax-skeletons')).toHaveLength(6);
    expect(algorithmsOf('logsumexp')).toHaveLength(3);
    expect(algorithmsOf('logsumexp-skeletons')).toHaveLength(3);
    expect(algorithmsOf('baselines')).toHaveLength(7);
    expect(algorithmsOf('all', 'core')).toHaveLength(2 * (7 + 6 + 3) + 7);
  });

  it('takes the fastest target that runs here for best, and each for all', () => {
    const targetsOf = (...targets: RunConfig['targets']): string[] => [
      ...new Set(planOf({ targets, sizes: [1000] }).plan.cells.map(({ target }) => target)),
    ];
    expect(targetsOf('best')).toEqual(['avx2']);
    expect(targetsOf('js', 'best')).toEqual(['avx2', 'js']);
    expect(targetsOf('all')).toEqual(['avx2', 'scalar', 'js']);
  });

  it('refuses a named target that does not run here and an unknown algorithm, in one line', () => {
    const attempt = (config: Partial<RunConfig>) => () => planOf(config);
    expect(attempt({ targets: ['avx512'] })).toThrow(
      new SoftmaxBenchError(
        'target "avx512": not available here, this CPU has no AVX-512; those that are: avx2, scalar, js',
        exitCodes.usage,
      ),
    );
    expect(attempt({ algorithms: ['twopass'] })).toThrow(
      'algorithm "twopass": unknown, did you mean "two-pass"? (softmax-bench list shows the algorithms)',
    );
    expect(attempt({ algorithms: ['softmacks-of-doom'] })).toThrow(
      'algorithm "softmacks-of-doom": unknown (softmax-bench list shows the algorithms)',
    );
  });

  it('skips a cell without a kernel and says which is missing', () => {
    const { plan, skipped } = planOf({
      algorithms: ['two-pass-nt', 'libc-memcpy', 'copy'],
      targets: ['js'],
      sizes: [1000],
    });
    expect(plan.cells.map(({ implementation }) => implementation)).toEqual(['copy']);
    expect(skipped.map(({ cell, reason }) => [cell.implementation, reason])).toEqual([
      ['two-pass-nt', 'target js has no kernel for ext-scale with non-temporal stores'],
      ['libc-memcpy', 'target js has no kernel for libc-memcpy'],
    ]);
  });
});

describe('the memory of a plan', () => {
  it('skips what does not fit, with the figures, and says what the rest takes', () => {
    const { plan, skipped, regions } = planOf(
      { algorithms: ['copy'], sizes: ['1Mi', '16Mi', '64Mi'] },
      { memoryLimitBytes: 256 * mib },
    );
    expect(plan.cells.map(({ problem }) => elementsOf(problem))).toEqual([mib, 16 * mib]);
    expect(regions).toEqual([
      { backend: 'native', pages: 'default', team: null, xBytes: 64 * mib, yBytes: 128 * mib },
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'requires 256 MiB for x and 256 MiB for y and its ring, 256 MiB are available',
    ]);
  });

  it('stays within the limit when x and y are largest in different cells', () => {
    // 16 Mi warm takes 64 + 64 MiB, 7 Mi cold-output 28 + 84 MiB: each fits alone, together 64 + 84 do not.
    const { regions, plan, skipped } = planOf(
      { algorithms: ['copy'], sizes: ['7Mi', '16Mi'], cacheStates: ['cold-output', 'warm'] },
      { memoryLimitBytes: 130 * mib },
    );
    expect(totalBytes(regions)).toBeLessThanOrEqual(130 * mib);
    expect(plan.cells).toHaveLength(2);
    expect(skipped).toHaveLength(2);
  });

  it('counts the workspaces of every backend and of all pages', () => {
    const config: Partial<RunConfig> = {
      algorithms: ['copy'],
      sizes: ['16Mi'],
      targets: ['avx2', 'js'],
      cacheStates: ['warm'],
      pages: ['default', 'huge'],
    };
    expect(planOf(config, { memoryLimitBytes: 3 * 128 * mib }).regions).toEqual(
      (['native/default', 'native/huge', 'js/default'] as const).map((key) => ({
        backend: key.split('/')[0],
        pages: key.split('/')[1],
        xBytes: 64 * mib,
        yBytes: 64 * mib,
        team: null,
      })),
    );
    expect(planOf(config, { memoryLimitBytes: 2 * 128 * mib }).plan.cells).toHaveLength(2);
  });

  it('limits a backend by what it can address, and no other', () => {
    const small = { ...js, addressableBytes: 100 * mib };
    const { plan, skipped } = planOf(
      { algorithms: ['copy'], sizes: ['16Mi'], targets: ['avx2', 'js'], cacheStates: ['warm'] },
      { backends: [native, small] },
    );
    expect(plan.cells.map(({ target }) => target)).toEqual(['avx2']);
    expect(skipped[0]?.reason).toMatch(/100 MiB are addressable by the js backend$/);
  });
});

describe('pages', () => {
  const config: Partial<RunConfig> = {
    algorithms: ['copy'],
    sizes: ['1Mi', '4Mi'],
    cacheStates: ['warm'],
    pages: ['default', 'huge', 'hugetlb'],
  };
  const reasonsOf = (input: Partial<PlanInput>, change: Partial<RunConfig> = {}): string[] => [
    ...new Set(planOf({ ...config, ...change }, input).skipped.map(({ reason }) => reason)),
  ];

  it('are skipped where the backend or the system does not have them', () => {
    expect(reasonsOf({}, { targets: ['js'] })).toEqual([
      'the js backend cannot allocate huge pages here',
      'the js backend cannot allocate hugetlb pages here',
    ]);
    const without = { ...fixtureMachine, transparentHugePages: null };
    expect(reasonsOf({ machine: without, hugetlbPool: null })).toEqual([
      'this system reports no transparent huge pages',
      'this system reports no hugetlb pages of 2 MiB',
    ]);
    const never = { ...fixtureMachine, transparentHugePages: 'never' };
    expect(reasonsOf({ machine: never }, { pages: ['huge'] })).toEqual([
      'transparent huge pages are disabled. Enable them on request: echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled',
    ]);
  });

  it('of the reserved pool count for all that is put there, and for nothing else', () => {
    // 1 Mi elements take 2 + 2 pages, 4 Mi 8 + 8.
    const input = { hugetlbPool: { totalPages: 10, freePages: 9 }, memoryLimitBytes: 64 * mib };
    const { regions } = planOf(config, input);
    expect(regions).toEqual([
      { backend: 'native', pages: 'default', team: null, xBytes: 16 * mib, yBytes: 16 * mib },
      { backend: 'native', pages: 'huge', team: null, xBytes: 16 * mib, yBytes: 16 * mib },
      { backend: 'native', pages: 'hugetlb', team: null, xBytes: 4 * mib, yBytes: 4 * mib },
    ]);
    expect(reasonsOf(input)).toEqual([
      'requires 16 reserved pages of 2 MiB, 9 are free. Reserve them: sudo sysctl vm.nr_hugepages=17',
    ]);
    expect(reasonsOf({ hugetlbPool: { totalPages: 0, freePages: 0 } })).toHaveLength(2);
  });
});

function planOf(
  config: Partial<RunConfig>,
  input: Partial<PlanInput> = {},
): ReturnType<typeof makePlan> {
  const planned = makePlan({
    config: { ...loadRunConfig({ preset: 'quick', file: null, overrides: {} }), ...config },
    machine: { ...fixtureMachine, caches: [] },
    targets: avx2AndJs,
    backends: [native, js],
    memoryLimitBytes: 4096 * mib,
    hugetlbPool: null,
    externals: [],
    ...input,
  });
  // A/A controls have tests of their own.
  const cells = planned.plan.cells.filter(({ implementation }) => !implementation.endsWith('-aa'));
  return { ...planned, plan: { ...planned.plan, cells } };
}
