import { describe, expect, it } from 'vitest';

import { pointOf } from '../../model/axes.js';
import { cellAt } from '../../model/cell.js';
import { formatProblem, oneRow } from '../../model/problem.js';
import type { ResultDocument } from '../../model/result.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { trafficOf } from '../../softmax/traffic.js';
import { fixtureProbe } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { analyze, outlineRun } from '../analyze.js';

const mib = 2 ** 20;

describe('sweeps', () => {
  const elementCounts = [0.5, 1, 2, 4, 8, 16, 32, 64].map((count) => count * mib);
  const run = (cacheState: 'cold-output' | 'cold' = 'cold-output') => {
    const document = syntheticDocument({
      // The cache ends at 40 MiB on default pages, and at 10 MiB on huge ones.
      trueNs: (algorithm, count, pages) => {
        const { usefulBytes, busBytes } = trafficOf(algorithmOf(algorithm), oneRow(count));
        const isCached = usefulBytes <= (pages === 'huge' ? 10 : 40) * mib;
        return busBytes! / (isCached ? 30 : 12);
      },
      algorithms: ['three-pass-recompute', 'two-pass', 'read', 'copy'],
      elementCounts,
      pages: ['default', 'huge'],
      machine: { lastLevelCacheBytes: 260 * mib },
      noise: 0,
    });
    const outcomes = document.outcomes.map((outcome) =>
      outcome.cell.pages === 'huge'
        ? {
            ...outcome,
            cell: cellAt({ ...pointOf(outcome.cell), cacheState }, outcome.cell.variants),
          }
        : outcome,
    );
    return { ...document, outcomes };
  };
  const lastLevels = (document: ResultDocument) =>
    outlineRun(document).sweeps.map(({ pages, caches }) => {
      const { capacityBytes, source } = caches.boundaries.at(-1)!;
      return { pages, source, capacityMib: capacityBytes / mib };
    });

  it('have the boundaries that their own read shows', () => {
    const { sweeps, speedups } = analyze(run());
    expect(sweeps.map(({ pages }) => pages)).toEqual(['default', 'huge']);
    const [large, small] = lastLevels(run()).map(({ capacityMib }) => capacityMib);
    expect(large).toBeGreaterThan(30);
    expect(large).toBeLessThan(64);
    expect(small).toBeGreaterThan(7);
    expect(small).toBeLessThan(17);
    const regionOf = (wanted: string) =>
      speedups.find(
        ({ pages, problem }) => pages === wanted && formatProblem(problem) === '1x4194304',
      )?.region;
    expect(regionOf('default')).toBe('LLC');
    expect(regionOf('huge')).toBe('DRAM');
  });

  it('without a knee take that of another', () => {
    const [shown, borrowed] = lastLevels(run('cold'));
    expect(shown?.source).toBe('measured');
    expect(borrowed).toEqual({ ...shown, pages: 'huge' });
    const { explanation } = analyze(run('cold')).sweeps[1]!.caches;
    expect(explanation).toContain('read (cold output, default pages) drops');
  });

  it('keep the size of the plan once a probe has measured it', () => {
    const document = run();
    const machine = {
      ...document.machine,
      cacheProbe: fixtureProbe,
      lastLevelCacheBytes: 32 * mib,
      lastLevelCacheSource: 'measured' as const,
      reportedLastLevelCacheBytes: 260 * mib,
    };
    const probed = { ...document, machine };
    expect(lastLevels(probed).map(({ capacityMib }) => capacityMib)).toEqual([32, 32]);
    expect(analyze(probed).sweeps[1]!.caches.explanation).toMatch(
      /^LLC: 260 MiB \(reported\), 32 MiB \(measured, used\)\. Before the run: copy drops .*\. In the run: read drops to DRAM speed at about /,
    );
    expect(analyze(probed).warnings.join()).not.toContain('LLC');
  });
});
