import { describe, expect, it } from 'vitest';

import type { Backend, TimedRequest } from '../../backends/backend.js';
import { SoftmaxBenchError } from '../../errors.js';
import { oneRow } from '../../model/problem.js';
import type { Pages } from '../../model/vocabulary.js';
import type { RegionRequest } from '../../plan/regions.js';
import { cellOf } from '../../testing/cell-of.js';
import { createMeasurer } from './measurer.js';

const passNs = [3e6, 4e6, 5e6];

/** A backend whose calls all take the same, with its timed requests. It has no reserved pages. */
function steadyBackend(): { backend: Backend; timed: TimedRequest[] } {
  const timed: TimedRequest[] = [];
  const backend: Backend = {
    name: 'js',
    origin: null,
    targets: [{ target: 'js', available: true, reason: null }],
    isaFeatures: [],
    cpu: null,
    cpuidHypervisor: '',
    clock: { source: 'scripted', frequencyHz: 1e9, overheadNs: 10 },
    warmUpNs: 10e6,
    denormals: 'kept',
    addressableBytes: Infinity,
    pages: ['default', 'huge', 'hugetlb'],
    variants: () => [],
    defaultVariant: () => {
      throw new Error('cells bring their variants');
    },
    coreClockHz: () => 3.0000000001e9,
    allocateTeam: null,
    allocate: ({ xBytes, yBytes, pages }) => {
      if (pages === 'hugetlb') throw new SoftmaxBenchError('no reserved pages are left');
      return {
        x: new Float32Array(xBytes / 4),
        y: new Float32Array(yBytes / 4),
        pageSizeBytes: 4096,
        hugePageBytes: pages === 'huge' ? xBytes : 0,
        execute: () => NaN,
        time: (request) => {
          timed.push(request);
          return {
            durationNs: pages === 'huge' ? 6e6 : 12e6,
            passDurationsNs: request.perPass ? passNs : null,
            threadDurationsNs: null,
          };
        },
        free: () => undefined,
      };
    },
  };
  return { backend, timed };
}

async function openMeasurer(...pages: readonly Pages[]) {
  const { backend, timed } = steadyBackend();
  const measurer = createMeasurer([backend]);
  const { backends: sessions } = await measurer.open({
    regions: pages.map((kind) => {
      return { backend: 'js', pages: kind, team: null, xBytes: 64, yBytes: 128 };
    }),
    input: { distribution: 'normal', mean: 0, standardDeviation: 4 },
    seed: 1,
    lastLevelCacheBytes: 1 << 20,
    externals: [],
    opensLibraries: false,
  });
  return { measurer, timed, sessions };
}

const request = { round: 4, batchCount: 1, isFirstOfProcess: false, sampleCount: 2, perPass: true };

async function visitOf(columns: number, rows = 1) {
  const { measurer, timed } = await openMeasurer('default');
  const problem = { ...oneRow(columns), rows };
  const cell = cellOf('three-pass-reload', columns, { problem });
  const result = await measurer.visit({ ...request, cell });
  if (result.status !== 'sampled') throw new Error(result.status);
  return { result, askedByPass: timed.map(({ perPass }) => perPass) };
}

describe('a visit that samples passes', () => {
  const bySample = passNs.map((ns) => [ns, ns]);

  it('times whole calls and calls by pass apart, so that the clock is no part of the former', async () => {
    const { result, askedByPass } = await visitOf(1 << 16);
    expect(askedByPass).toEqual([false, false, true, true]);
    expect(result.samples).toEqual({
      durationsNs: [12e6, 12e6],
      passDurationsNs: bySample,
      threadDurationsNs: null,
    });
  });

  it('takes both from the same calls where passes are long', async () => {
    const { result, askedByPass } = await visitOf(1 << 17);
    expect(askedByPass).toEqual([true, true]);
    expect(result.samples).toEqual({
      durationsNs: [12e6, 12e6],
      passDurationsNs: bySample,
      threadDurationsNs: null,
    });
  });

  it('of short rows times whole calls alone, of longer ones never both at once', async () => {
    const short = await visitOf(100, 10);
    expect(short.askedByPass).toEqual([false, false]);
    expect(short.result.samples.passDurationsNs).toBeNull();
    expect((await visitOf(1 << 16, 512)).askedByPass).toEqual([false, false, true, true]);
  });

  it('records whole hertz and nanoseconds', async () => {
    const { noise } = (await visitOf(1 << 16)).result;
    expect(noise.clockHz).toBe(3e9);
    expect(Number.isInteger(noise.sampledNs)).toBe(true);
  });
});

describe('pages', () => {
  const cellOn = (pages: Pages) => cellOf('copy', 16, { pages });

  it('have a workspace each, which their cells are measured in and the session tells of', async () => {
    const { measurer, sessions } = await openMeasurer('default', 'huge');
    const durationOn = (pages: Pages) =>
      measurer.visit({ ...request, perPass: false, cell: cellOn(pages) });
    expect(await durationOn('default')).toMatchObject({ samples: { durationsNs: [12e6, 12e6] } });
    expect(await durationOn('huge')).toMatchObject({ samples: { durationsNs: [6e6, 6e6] } });
    expect(sessions).toMatchObject([
      {
        name: 'js',
        workspaces: [
          { pages: 'default', pageSizeBytes: 4096, bytes: 192, hugePageBytes: 0 },
          { pages: 'huge', pageSizeBytes: 4096, bytes: 192, hugePageBytes: 64 },
        ],
      },
    ]);
  });

  it('that are reserved fail alone when they are gone', async () => {
    const { measurer, sessions } = await openMeasurer('default', 'hugetlb');
    expect(sessions[0]?.workspaces.map(({ pages }) => pages)).toEqual(['default']);
    expect(await measurer.visit({ ...request, cell: cellOn('hugetlb') })).toEqual({
      status: 'failed',
      message: 'no reserved pages are left',
    });
    expect((await measurer.visit({ ...request, cell: cellOn('default') })).status).toBe('sampled');
    await measurer.close();
  });
});

describe('cells of several threads', () => {
  const region = {
    backend: 'js',
    pages: 'default',
    team: {
      placement: 'compact',
      scaling: 'weak',
      cpus: [0, 1, 2, 3],
      threadCounts: [2, 4],
      cacheBytes: 1 << 20,
    },
    xBytes: 64,
    yBytes: 64,
  } as const satisfies RegionRequest;

  async function openTeam() {
    const { backend } = steadyBackend();
    const calls: string[] = [];
    const measurer = createMeasurer([{ ...backend, allocateTeam: teamOf(backend, calls) }]);
    const { backends: sessions } = await measurer.open({
      regions: [region],
      input: { distribution: 'normal', mean: 0, standardDeviation: 4 },
      seed: 1,
      lastLevelCacheBytes: 1 << 20,
      externals: [],
      opensLibraries: false,
    });
    return { measurer, calls, sessions };
  }

  const visit = (threadCount: number, scaling: 'weak' | 'strong') => ({
    cell: cellOf('read', 16, { threadCount, placement: 'compact', scaling }),
    round: 0,
    batchCount: 1,
    isFirstOfProcess: false,
    sampleCount: 2,
    perPass: false,
  });

  it('are timed with so many threads of their team, each with its own durations', async () => {
    const { measurer, calls } = await openTeam();
    expect(await measurer.visit(visit(4, 'weak'))).toMatchObject({
      samples: {
        durationsNs: [12e6, 12e6],
        threadDurationsNs: [
          [12e6, 12e6],
          [11e6, 11e6],
        ],
      },
    });
    expect(calls).toEqual(['threads 4', 'spread', 'barrier 2', 'barrier 4', 'threads 4']);
    await measurer.close();
    expect(calls.at(-1)).toBe('free');
  });

  it('fail where no team was opened for them', async () => {
    const { measurer } = await openTeam();
    for (const request of [visit(3, 'weak'), visit(4, 'strong')]) {
      expect(await measurer.visit(request)).toEqual({
        status: 'failed',
        message: `no open backend executes ${request.cell.id}`,
      });
    }
  });

  it('leave in the session which CPUs they used and what a barrier took', async () => {
    const [session] = (await openTeam()).sessions;
    expect(session?.workspaces).toEqual([
      {
        pages: 'default',
        pageSizeBytes: 4096,
        bytes: 4 * 128,
        hugePageBytes: 0,
        team: {
          placement: 'compact',
          scaling: 'weak',
          cpus: [0, 1, 2, 3],
          isPinned: true,
          barriers: [
            { threadCount: 2, barrierNs: 200 },
            { threadCount: 4, barrierNs: 400 },
          ],
        },
      },
    ]);
  });
});

/** A team that notes what it is asked for. */
function teamOf(backend: Backend, calls: string[]): Backend['allocateTeam'] {
  return (request) => {
    const workspace = backend.allocate(request);
    return {
      isPinned: true,
      barrierNs: (threadCount) => {
        calls.push(`barrier ${threadCount}`);
        return 100 * threadCount;
      },
      spreadX: () => calls.push('spread'),
      clearY: () => undefined,
      differingThread: () => null,
      withThreads: (threadCount) => {
        calls.push(`threads ${threadCount}`);
        return {
          ...workspace,
          time: (timed) => ({ ...workspace.time(timed), threadDurationsNs: [12e6, 11e6] }),
        };
      },
      free: () => calls.push('free'),
    };
  };
}
