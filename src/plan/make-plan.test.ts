import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import type { RunConfig } from '../model/run-config.js';
import { exitCodes, SoftmaxBenchError } from '../errors.js';
import { makePlan, type PlanInput } from './make-plan.js';
import type { TargetStatus } from './target-status.js';

const mib = 2 ** 20;

const avx2AndJs: readonly TargetStatus[] = [
  { target: 'js', available: true, reason: null },
  { target: 'scalar', available: true, reason: null },
  { target: 'avx2', available: true, reason: null },
  { target: 'avx512', available: false, reason: 'this CPU has no AVX-512' },
];

describe('makePlan', () => {
  it('orders cells by cache state, element count, algorithm and target', () => {
    const { plan, skipped } = planOf({
      algorithms: ['copy', 'two-pass'],
      targets: ['js', 'avx2'],
      sizes: [2000, 1000],
      cacheStates: ['paper', 'warm'],
    });
    expect(skipped).toEqual([]);
    expect(plan.cells.map(({ id }) => id)).toEqual([
      ...['two-pass/avx2/1000/paper/t1', 'two-pass/js/1000/paper/t1'],
      ...['copy/avx2/1000/paper/t1', 'copy/js/1000/paper/t1'],
      ...['two-pass/avx2/2000/paper/t1', 'two-pass/js/2000/paper/t1'],
      ...['copy/avx2/2000/paper/t1', 'copy/js/2000/paper/t1'],
      ...['two-pass/avx2/1000/warm/t1', 'two-pass/js/1000/warm/t1'],
      ...['copy/avx2/1000/warm/t1', 'copy/js/1000/warm/t1'],
      ...['two-pass/avx2/2000/warm/t1', 'two-pass/js/2000/warm/t1'],
      ...['copy/avx2/2000/warm/t1', 'copy/js/2000/warm/t1'],
    ]);
  });

  it('gives a cell one variant a pass, in the order of the passes', () => {
    const { plan } = planOf({ algorithms: ['two-pass-streaming'], sizes: [1000] });
    expect(plan.cells[0]?.variants.map(({ store }) => store)).toEqual(['ordinary', 'streaming']);
  });

  it('resolves groups to each algorithm once', () => {
    const algorithmsOf = (...algorithms: string[]): string[] => [
      ...new Set(planOf({ algorithms, sizes: [1000] }).plan.cells.map((cell) => cell.algorithm)),
    ];
    const paper = ['three-pass-recompute', 'three-pass-reload', 'two-pass'];
    expect(algorithmsOf('copy', 'paper', 'two-pass')).toEqual([...paper, 'copy']);
    expect(algorithmsOf('softmax')).toHaveLength(7);
    expect(algorithmsOf('baselines')).toHaveLength(7);
    expect(algorithmsOf('skeletons')).toHaveLength(7);
    expect(algorithmsOf('paper-skeletons')).toHaveLength(3);
    expect(algorithmsOf('all', 'paper')).toHaveLength(21);
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
    const { plan, skipped } = planOf(
      { algorithms: ['two-pass-streaming', 'libc-memcpy', 'copy'], targets: ['js'], sizes: [1000] },
      {
        variantOf: (_target, _pass, store) => (store === 'ordinary' ? variantWith(store) : null),
      },
    );
    expect(plan.cells.map(({ algorithm }) => algorithm)).toEqual(['copy']);
    expect(skipped.map(({ cell, reason }) => [cell.algorithm, reason])).toEqual([
      ['two-pass-streaming', 'target js has no kernel for ext-scale with streaming stores'],
      ['libc-memcpy', 'target js has no kernel for libc-memcpy'],
    ]);
  });

  it('skips what does not fit in memory, with the figures, and announces what the rest takes', () => {
    const { plan, skipped, xBytes, yBytes } = planOf(
      { algorithms: ['copy'], sizes: ['1Mi', '16Mi', '64Mi'] },
      { memoryLimitBytes: 256 * mib },
    );
    expect(plan.cells.map(({ elementCount }) => elementCount)).toEqual([mib, 16 * mib]);
    expect({ xBytes, yBytes }).toEqual({ xBytes: 64 * mib, yBytes: 128 * mib });
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'needs 256 MiB for x and 512 MiB for y and its ring, more than the 256 MiB that can be had',
    ]);
  });

  it('stays within the limit when x and y are largest in different cells', () => {
    // 16 Mi warm takes 64 + 64 MiB, 7 Mi paper 28 + 84 MiB: each fits alone, together 64 + 84 do not.
    const { xBytes, yBytes, plan, skipped } = planOf(
      { algorithms: ['copy'], sizes: ['7Mi', '16Mi'], cacheStates: ['paper', 'warm'] },
      { memoryLimitBytes: 130 * mib },
    );
    expect(xBytes + yBytes).toBeLessThanOrEqual(130 * mib);
    expect(plan.cells).toHaveLength(2);
    expect(skipped).toHaveLength(2);
  });
});

function planOf(
  config: Partial<RunConfig>,
  input: Partial<PlanInput> = {},
): ReturnType<typeof makePlan> {
  const planned = makePlan({
    config: { ...loadRunConfig({ preset: 'quick', file: null, overrides: {} }), ...config },
    machine: { lastLevelCacheBytes: 32 * mib, caches: [] },
    targets: avx2AndJs,
    variantOf: (_target, _pass, store) => variantWith(store),
    addressableBytesOf: () => Infinity,
    memoryLimitBytes: 4096 * mib,
    ...input,
  });
  // Twins have tests of their own.
  const cells = planned.plan.cells.filter(({ algorithm }) => !algorithm.endsWith('-twin'));
  return { ...planned, plan: { ...planned.plan, cells } };
}

function variantWith(
  store: 'ordinary' | 'streaming' | 'library',
): NonNullable<ReturnType<PlanInput['variantOf']>> {
  return { vectorBits: 512, unroll: 4, accumulators: 1, store, prefetchBytes: 0 };
}
