import { describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { headlineGain } from '../analysis/study/headline-gain.js';
import { loadRunConfig } from '../config/load-config.js';
import type { Machine } from '../model/machine.js';
import type { RunConfig } from '../model/run-config.js';
import { bytesOf } from '../model/problem.js';
import { outOfCacheMultiple } from '../model/region.js';
import { withProbe } from '../probe/conclude.js';
import { studies } from '../softmax/studies.js';
import { cellOf } from '../testing/cell-of.js';
import { fixtureMachine } from '../testing/fixture-document.js';
import {
  hierarchyOf,
  probeOf,
  simulatedComputers,
  type SimulatedComputer,
} from '../testing/simulated-computers.js';
import { calm, type NoiseModel } from '../testing/simulated-machine.js';
import { simulateWholeRun, trueCallNs, type WholeRunEnd } from '../testing/whole-run.js';

const mib = 2 ** 20;
const gib = 2 ** 30;
const runCount = 4;
const [study] = studies;

/** What disturbs a run on a computer whose probe was disturbed by the same. */
const noises: Readonly<Record<NonNullable<SimulatedComputer['noise']>, NoiseModel>> = {
  quiet: calm,
  noisy: { ...calm, visitNoise: 0.03, processEffect: 0.01 },
  stolen: { ...calm, stealShare: 0.03, stealBurstVisits: 6 },
  'two-speed': { ...calm, slowClock: 1.3 },
  drifting: { ...calm, drift: 0.2 },
  wild: { ...calm, visitNoise: 0.02, stealShare: 0.02, stealBurstVisits: 3, processEffect: 0.02 },
};

/** The computer as a run finds it. */
function machineOf(computer: SimulatedComputer, seed: number): Machine {
  const { reportedMib, secondMib } = computer;
  const cache = (level: number, sizeMib: number): Machine['caches'][number] => ({
    level,
    kind: 'unified',
    sizeBytes: sizeMib * mib,
    lineBytes: 64,
    sharedByCpuCount: 1,
  });
  const reported: Machine = {
    ...fixtureMachine,
    caches: [
      cache(1, 1 / 32),
      ...(secondMib === null ? [] : [cache(2, secondMib)]),
      cache(3, reportedMib ?? 32),
    ],
    lastLevelCacheBytes: (reportedMib ?? 32) * mib,
    lastLevelCacheSource: reportedMib === null ? 'assumed' : 'operating system',
    reportedLastLevelCacheBytes: reportedMib === null ? null : reportedMib * mib,
  };
  return withProbe(reported, probeOf(computer, seed).result);
}

function run(
  computer: SimulatedComputer,
  seed: number,
  config: RunConfig,
  availableMemoryBytes = 16 * gib,
): Promise<WholeRunEnd> {
  return simulateWholeRun({
    machine: machineOf(computer, seed),
    hierarchy: hierarchyOf(computer),
    noise: noises[computer.noise ?? 'quiet'],
    availableMemoryBytes,
    touchBytesPerSecond: (computer.touchGigabytes ?? 1) * 1e9,
    config: { ...config, seed },
    seed,
  });
}

type Answered = Exclude<WholeRunEnd, { refusal: string }> & { readonly budgetSeconds: number };

/** The headline's gain, and what it truly is. */
function judge({ document }: Answered, computer: SimulatedComputer) {
  const { subject, speedups } = analyze(document);
  const problem = subject!.outOfCacheProblem!;
  const { interval, over, implementation } = headlineGain(
    study!,
    { ...subject!, problem },
    speedups,
  )!;
  const trueNs = (name: string): number =>
    trueCallNs(cellOf(name, problem.columns, { target: 'avx512' }), hierarchyOf(computer));
  const processes = document.outcomes.flatMap((outcome) =>
    outcome.status === 'measured' ? outcome.processes : [],
  );
  return {
    interval: interval!,
    isOutOfCache: subject!.isOutOfCache,
    arrayBytes: bytesOf(problem),
    trueGain: trueNs(over) / trueNs(implementation),
    processCount: new Set(processes).size,
  };
}

const coverage = { count: 0, covered: 0 };

const quick = loadRunConfig({ preset: 'quick', file: null, overrides: {} });

/** As `quick`, or with the budget that a refusal proposes. */
async function answered(computer: SimulatedComputer, seed: number): Promise<Answered> {
  const end = await run(computer, seed, quick);
  if (!('refusal' in end)) return { ...end, budgetSeconds: quick.budgetSeconds };
  const budgetSeconds = Number(/Give --budget (\d+)/.exec(end.refusal)?.[1]);
  const longer = await run(computer, seed, { ...quick, budgetSeconds });
  if ('refusal' in longer) throw new Error(longer.refusal);
  return { ...longer, budgetSeconds };
}

describe.each(simulatedComputers)('$name', (computer) => {
  const trueBytes = computer.trueMib.at(-1)! * mib;

  it('is answered out of cache, from three processes, within the budget', async () => {
    for (let seed = 0; seed < runCount; seed += 1) {
      const end = await answered(computer, seed);
      expect(end.elapsedSeconds).toBeLessThanOrEqual(end.budgetSeconds);
      const { isOutOfCache, arrayBytes, processCount, interval, trueGain } = judge(end, computer);
      expect(isOutOfCache).toBe(true);
      // The probe finds the capacity within a factor of 1.5.
      expect(arrayBytes).toBeGreaterThanOrEqual((outOfCacheMultiple / 1.5) * trueBytes);
      expect(processCount).toBeGreaterThanOrEqual(3);
      coverage.count += 1;
      if (interval.low <= trueGain && trueGain <= interval.high) coverage.covered += 1;
    }
  });
});

it.each([512, 1024])(
  'with %i MiB of memory no size is out of cache that is not',
  async (memoryMib) => {
    const rounds = { minimum: 7, maximum: 7 };
    for (const computer of simulatedComputers) {
      const end = await run(computer, 1, { ...quick, rounds }, memoryMib * mib);
      if ('refusal' in end) {
        expect(end.refusal).toMatch(/nothing to measure|Give --budget/);
        continue;
      }
      const { subject, answer } = analyze(end.document);
      const trueBytes = computer.trueMib.at(-1)! * mib;
      const problem = subject!.outOfCacheProblem;
      const isOut = problem !== null && bytesOf(problem) >= (outOfCacheMultiple / 1.5) * trueBytes;
      if (!isOut) {
        expect(subject!.isOutOfCache).toBe(false);
        expect(answer.headlineGain?.isOutOfCache ?? false).toBe(false);
      }
    }
  },
);

it('19 of 20 intervals of the headline hold the truth', () => {
  expect(coverage.count).toBe(runCount * simulatedComputers.length);
  const chance = 3 * Math.sqrt((0.05 * 0.95) / coverage.count);
  expect(coverage.covered / coverage.count).toBeGreaterThanOrEqual(0.95 - chance);
});
