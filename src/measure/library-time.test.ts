import { describe, expect, it } from 'vitest';

import { libraryIds } from '../backends/external/external.js';
import { loadRunConfig } from '../config/load-config.js';
import { libraryBudgetSeconds } from '../config/library-budget.js';
import { isOwn } from '../model/cell.js';
import type { External } from '../model/external.js';
import type { MeasuredOutcome } from '../model/outcome.js';
import type { RunConfig } from '../model/run-config.js';
import { minimumIntervalCount } from '../statistics/median-interval.js';
import { affordableProcessCount, withLibraries } from './library-rounds.js';
import { fixtureMachine } from '../testing/fixture-document.js';
import { topologyOfShape } from '../testing/fixture-topologies.js';
import { hierarchyOf, probeOf, simulatedComputers } from '../testing/simulated-computers.js';
import { calm } from '../testing/simulated-machine.js';
import {
  simulateWholeRun,
  type SimulatedLibraries,
  type WholeRunEnd,
} from '../testing/whole-run.js';
import { withProbe } from '../probe/conclude.js';

const externals: readonly External[] = libraryIds.map((id) => ({
  id,
  kind: 'library',
  title: id,
  version: '1',
  operations: [{ operation: 'softmax', passes: null }],
  passesSource: null,
  memory: ['torch', 'numpy', 'tfjs-wasm', 'onnxruntime-python'].includes(id) ? 'own' : 'shared',
  hasThreads: !['numpy', 'tfjs-wasm'].includes(id),
  hasRows: true,
  shortestCallNs: 0,
  remark: null,
  tolerance: 0.05,
}));

const usual: SimulatedLibraries = { externals, searchSeconds: 3, openSeconds: 3 };
const [computer] = simulatedComputers;
const topology = topologyOfShape({
  nodeCount: 1,
  cachesPerNode: 1,
  coresPerCache: 2,
  threadsPerCore: 1,
});

/** No run reaches it: the budget ends all. */
const endless = { precisionPercent: 0.01, precisionPercentInCache: 0.01 };

function configOf(overrides: Partial<RunConfig>, hasLibraries: boolean): RunConfig {
  const libraries = hasLibraries ? { libraries: ['auto'] } : {};
  return loadRunConfig({ preset: null, file: null, overrides: { ...overrides, ...libraries } });
}

async function run(config: RunConfig, libraries?: SimulatedLibraries) {
  const end: WholeRunEnd = await simulateWholeRun({
    machine: { ...withProbe(fixtureMachine, probeOf(computer!, 1).result), topology },
    hierarchy: hierarchyOf(computer!),
    noise: calm,
    availableMemoryBytes: 32e9,
    touchBytesPerSecond: 1e9,
    config,
    seed: 1,
    ...(libraries && { libraries }),
  });
  if ('refusal' in end) throw new Error(end.refusal);
  const measured = end.document.outcomes.filter(
    (outcome): outcome is MeasuredOutcome => outcome.status === 'measured',
  );
  return { ...end, measured };
}

const roundsOf = ({ rounds }: MeasuredOutcome): number => new Set(rounds).size;

/** Rounds of our cells at the headline, and of all of them. */
function roundCounts({ measured }: Awaited<ReturnType<typeof run>>) {
  const own = measured.filter(({ cell }) => isOwn(cell));
  const headline = own.reduce((best, outcome) =>
    roundsOf(outcome) > roundsOf(best) ? outcome : best,
  );
  return {
    headline: roundsOf(headline),
    least: Math.min(...own.map(roundsOf)),
    all: own.reduce((sum, outcome) => sum + roundsOf(outcome), 0),
  };
}

describe('libraries beside a sweep', () => {
  it.each([
    ['usual', usual],
    ['slow to open', { ...usual, openSeconds: 9 }],
    ['slow to find', { ...usual, searchSeconds: 20 }],
  ])('%s, take 25 s of default at most, and nothing from the rest', async (_, libraries) => {
    const alone = roundCounts(await run(configOf(endless, false)));
    const config = configOf(endless, true);
    expect(config.budgetSeconds).toBe(135);
    expect(libraryBudgetSeconds(config)).toBeCloseTo(25);
    const end = await run(config, libraries);
    expect(end.externalSeconds).toBeLessThanOrEqual(25);
    expect(end.elapsedSeconds).toBeLessThanOrEqual(135);
    const counts = roundCounts(end);
    expect(counts.headline).toBeGreaterThanOrEqual(0.95 * alone.headline);
    expect(counts.all).toBeGreaterThanOrEqual(0.9 * alone.all);
    expect(counts.least).toBeGreaterThanOrEqual(config.rounds.minimum);
  });

  it('that take longer to be found than there is for them make a run no longer', async () => {
    const { elapsedSeconds } = await run(configOf({}, true), { ...usual, searchSeconds: 60 });
    expect(elapsedSeconds).toBeLessThanOrEqual(135);
  });

  it('have an interval at the headline, of every library and three processes', async () => {
    const { measured } = await run(configOf({}, true), usual);
    for (const { id } of externals) {
      const largest = measured
        .filter(({ cell }) => cell.implementation === id && cell.cacheState === 'cold-output')
        .reduce((best, own) => (own.cell.problem.columns > best.cell.problem.columns ? own : best));
      expect(roundsOf(largest)).toBeGreaterThanOrEqual(minimumIntervalCount);
      expect(new Set(largest.processes).size).toBeGreaterThanOrEqual(3);
    }
  });
});

it('each shape of llm is measured with every library, on one thread and on two', async () => {
  const config = configOf({ shapes: ['llm'], threads: [1, 2] }, true);
  const { measured, elapsedSeconds } = await run(config, usual);
  expect(elapsedSeconds).toBeLessThanOrEqual(config.budgetSeconds);
  for (const threadCount of [1, 2]) {
    const able = externals.filter(({ hasThreads }) => hasThreads || threadCount === 1);
    const ids = ['two-pass', 'two-pass-nt', ...able.map(({ id }) => id)];
    for (const id of ids) {
      const shapes = measured.filter(
        ({ cell }) => cell.implementation === id && cell.threadCount === threadCount,
      );
      expect(shapes).toHaveLength(20);
      for (const outcome of shapes)
        expect(roundsOf(outcome)).toBeGreaterThanOrEqual(minimumIntervalCount);
    }
  }
});

it('takes of the libraries that come first no round that they lack, where rounds take longer than expected', () => {
  const begun = { roundCount: 3, roundSeconds: 2, firstRoundExtraSeconds: 0 };
  const state = {
    budgetSeconds: 20,
    spentSeconds: 11,
    openSeconds: 0,
    firstSeconds: 0,
    process: 2,
    processCount: 3,
    wantedRounds: 6,
    blocks: [begun, begun],
  };
  expect(withLibraries([0, 1], state)).toEqual([0]);
  expect(withLibraries([1], state)).toEqual([]);
  expect(withLibraries([0, 1], { ...state, spentSeconds: 0 })).toEqual([0, 1]);

  // What the first takes in each process to come is kept for it.
  const fresh = { ...begun, roundCount: 1 };
  const early = { ...state, spentSeconds: 2, process: 0, blocks: [fresh, fresh] };
  expect(withLibraries([0, 1], { ...early, firstSeconds: 4 })).toEqual([0]);
  expect(withLibraries([0, 1], { ...early, firstSeconds: 0.5 })).toEqual([0, 1]);
});

it('opens libraries of shapes in as many processes as leave each the rounds of an interval', () => {
  const begun = { roundCount: 1, roundSeconds: 1, firstRoundExtraSeconds: 8 };
  const state = {
    budgetSeconds: 100,
    spentSeconds: 20,
    openSeconds: 2,
    firstSeconds: 16,
    process: 0,
    processCount: 6,
    wantedRounds: 6,
    blocks: [begun, begun],
  };
  // 97 s less 20, and 10 rounds of 1 s with a reserve of a tenth: three times 18 s and more are left.
  expect(affordableProcessCount(state)).toBe(4);
  expect(affordableProcessCount({ ...state, firstSeconds: 70 })).toBe(1);
  expect(affordableProcessCount({ ...state, spentSeconds: 98, process: 1 })).toBe(2);
});
