import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import type { Standstill } from '../machine/active-clock.js';
import { cellAt, type Cell } from '../model/cell.js';
import { elementsOf } from '../model/problem.js';
import type { RunPlan } from '../model/plan.js';
import { cellOf } from '../testing/cell-of.js';
import type { VisitRequest } from './protocol/messages.js';
import type { VisitResult } from './protocol/visit-result.js';
import { runRounds, type RoundsEnd } from './rounds.js';
import type { StartedWorker } from './cell-visits.js';
import { WorkerDeath, type WorkerClient } from './protocol/worker-client.js';

type Answer = (request: VisitRequest) => VisitResult;

interface Scenario {
  readonly cells: readonly Cell[];
  readonly config?: Partial<RunPlan['config']>;
  readonly previous?: RoundsEnd['outcomes'];
  readonly answer?: Answer;
  /** What the clock moves on with each visit. */
  readonly visitMs?: number;
  /** How the computer stood still until after so many visits. */
  readonly standstill?: (visitCount: number) => Standstill;
  /** So many workers start. */
  readonly startableCount?: number;
  readonly afterVisit?: (visitCount: number, abort: () => void) => void;
}

async function run(scenario: Scenario) {
  const visits: VisitRequest[] = [];
  /** Of each message to a worker how many visits it asks for. */
  const messages: number[] = [];
  const written: RoundsEnd['outcomes'][] = [];
  const lost: string[] = [];
  const abort = new AbortController();
  let nowMs = 0;
  let workerCount = 0;
  let endedWorkerCount = 0;
  const startWorker = (): Promise<StartedWorker> => {
    workerCount++;
    if (workerCount > (scenario.startableCount ?? Infinity)) {
      return Promise.reject(new SoftmaxBenchError('cannot start a measuring process'));
    }
    const worker: WorkerClient = {
      ...idleWorker,
      visit: (requests) => {
        messages.push(requests.length);
        const answer = (request: VisitRequest): VisitResult => {
          visits.push(request);
          nowMs += scenario.visitMs ?? 1;
          scenario.afterVisit?.(visits.length, () => {
            abort.abort();
          });
          if (abort.signal.aborted) throw new WorkerDeath('killed by SIGKILL');
          return (scenario.answer ?? steady)(request);
        };
        return Promise.resolve().then(() => requests.map(answer));
      },
    };
    return Promise.resolve({ worker, librarySeconds: 0 });
  };
  const end = await runRounds({
    plan: planOf(scenario.cells, scenario.config),
    previous: scenario.previous ?? [],
    lastLevelCacheBytes: 1 << 20,
    speeds: { memoryBytesPerSecond: null, touchBytesPerSecond: null, probeSeconds: 0 },
    librarySearchSeconds: 0,
    startWorker,
    endWorker: () => {
      endedWorkerCount++;
      return Promise.resolve();
    },
    nowMs: () => nowMs,
    standstill: () => scenario.standstill?.(visits.length) ?? { clockedMs: 0, asleepMs: 0 },
    signal: abort.signal,
    events: {
      visited: () => undefined,
      sampled: () => undefined,
      cellFailed: () => undefined,
      visitLost: (cell, message) => lost.push(`${cell?.id ?? 'one of several'}: ${message}`),
      roundFinished: (outcomes) => written.push(outcomes()),
    },
  });
  return { end, visits, messages, written, lost, workerCount, endedWorkerCount };
}

describe('runRounds', () => {
  it('visits the headline first and every cell once a round, verifying only the first time', async () => {
    const cells = [cellOf('copy', 64), cellOf('two-pass', 64), cellOf('two-pass', 128)];
    const { end, visits, written } = await run({
      cells,
      config: { precisionPercentInCache: 1e-9 },
      answer: (request) => sampled(request, [10, 20]),
    });
    const cellsIn = (round: number): ReadonlySet<Cell> =>
      new Set(visits.filter((visit) => visit.round === round).map(({ cell }) => cell));
    const [, , headline] = cells;
    for (const round of [0, 1, 2]) expect(cellsIn(round)).toEqual(new Set([headline]));
    expect(cellsIn(3)).toEqual(new Set(cells));
    for (const cell of cells) {
      const rounds = visits.filter((visit) => visit.cell === cell).map(({ round }) => round);
      expect(new Set(rounds).size).toBe(4);
    }
    expect(visits).toHaveLength(3 * 4);
    for (const { cell, round, batchCount } of visits) {
      expect(batchCount === null).toBe(round === (cell === headline ? 0 : 3));
    }
    expect(written).toHaveLength(1 + Math.max(...visits.map(({ round }) => round)));
    expect(end.outcomes.map(({ cell }) => cell)).toEqual(cells);
    expect(end.outcomes[0]).toMatchObject({
      status: 'measured',
      durationsNs: [10, 20, 10, 20, 10, 20, 10, 20],
      stopReason: 'rounds',
    });
  });

  it('notes time in which the computer stood still, and counts none of it', async () => {
    const { end } = await run({
      cells: [cellOf('copy', 64)],
      config: { rounds: { minimum: 2, maximum: 2 } },
      standstill: (visitCount) =>
        visitCount < 2 ? { clockedMs: 0, asleepMs: 0 } : { clockedMs: 3, asleepMs: 4 },
      answer: (request) => {
        const result = steady(request) as Extract<VisitResult, { status: 'sampled' }>;
        return { ...result, noise: { ...result.noise, wallNs: 10e6 } };
      },
    });
    const [outcome] = end.outcomes;
    expect(outcome).toMatchObject({ noise: { wallNs: [10e6, 7e6], pausedNs: [0, 7e6] } });
  });

  it('stops a block once all its medians have converged, and continues with the others', async () => {
    const { end, visits } = await run({
      cells: [cellOf('copy', 64), cellOf('two-pass', 64), cellOf('copy', 128)],
      config: { rounds: { minimum: 2, maximum: 8 } },
      answer: (request) =>
        sampled(
          request,
          elementsOf(request.cell.problem) === 64 ? [10] : [5 + (request.round % 2)],
        ),
    });
    // Six rounds are the fewest that have an interval.
    expect(stopReasons(end)).toEqual(['converged', 'converged', 'rounds']);
    expect(visits.filter(({ cell }) => elementsOf(cell.problem) === 64)).toHaveLength(2 * 6);
    expect(visits.filter(({ cell }) => elementsOf(cell.problem) === 128)).toHaveLength(8);
  });

  it('does not let a block stop before all its cells have converged', async () => {
    const { end } = await run({
      cells: [cellOf('three-pass-reload', 64), cellOf('two-pass', 64)],
      config: { rounds: { minimum: 2, maximum: 8 } },
      answer: (request) =>
        sampled(request, [
          request.cell.implementation !== 'two-pass' ? 1 : 1 + (request.round % 2),
        ]),
    });
    expect(stopReasons(end)).toEqual(['rounds', 'rounds']);
  });

  it('begins no round that would end beyond the budget, but completes the first in any case', async () => {
    const cells = [cellOf('copy', 64), cellOf('two-pass', 64)];
    const first = await run({ cells, visitMs: 60_000, config: { budgetSeconds: 10 } });
    expect(first.visits).toHaveLength(2);
    expect(stopReasons(first.end)).toEqual(['budget', 'budget']);
    // The first round takes 8 s; the second is expected to take half of that, with a tenth in reserve.
    // The last visit needs twice its time to be left: 12 s and 8 s.
    const second = await run({ cells, visitMs: 4000, config: { budgetSeconds: 20 } });
    expect(second.visits).toHaveLength(4);
    // A visit that could end too late is not begun: the round is cut short.
    const short = await run({ cells, visitMs: 4000, config: { budgetSeconds: 19 } });
    expect(short.visits).toHaveLength(3);
    const tight = await run({ cells, visitMs: 4000, config: { budgetSeconds: 12.3 } });
    expect(tight.visits).toHaveLength(2);
  });

  it('resumes after an interruption in any visit, in new rounds and in a new process', async () => {
    const cells = [cellOf('copy', 64), cellOf('two-pass', 64), cellOf('two-pass', 128)];
    const config = { precisionPercentInCache: 1e-9 };
    const answer: Answer = (request) => sampled(request, [10, 20]);
    for (let lastVisit = 1; lastVisit <= 12; lastVisit++) {
      const afterVisit = (visitCount: number, abort: () => void): void => {
        if (visitCount === lastVisit) abort();
      };
      const previous = (await run({ cells, config, answer, afterVisit })).end.outcomes;
      const { end, visits } = await run({ cells, config, answer, previous });
      const known = new Map(previous.map((outcome) => [outcome.cell, measuredOf(outcome)]));
      const nextRound = Math.max(-1, ...[...known.values()].flatMap(({ rounds }) => rounds)) + 1;

      expect(end.outcomes.map(({ cell }) => cell)).toEqual(cells);
      for (const outcome of end.outcomes.map(measuredOf)) {
        const before = known.get(outcome.cell);
        const count = before?.durationsNs.length ?? 0;
        expect(outcome.durationsNs.slice(0, count)).toEqual(before?.durationsNs ?? []);
        const newRounds = outcome.rounds.slice(count);
        for (const round of newRounds) expect(round).toBeGreaterThanOrEqual(nextRound);
        const process = previous.length === 0 ? 0 : 1;
        expect(outcome.processes.slice(count)).toEqual(newRounds.map(() => process));
        // Cells of one size keep their rounds in common: no fewer than requested.
        expect(new Set(outcome.rounds).size).toBeGreaterThanOrEqual(4);
        expect(new Set(outcome.rounds).size).toBeLessThanOrEqual(5);
        expect(outcome.stopReason).toBe('rounds');
        const [visit] = visits.filter(({ cell }) => cell === outcome.cell);
        if (visit === undefined) continue;
        // What is verified is not verified again, but a new process warms up.
        expect(visit.batchCount).toBe(before?.batchCount ?? null);
        expect(visit.isFirstOfProcess).toBe(true);
      }
    }
  });

  it('counts the time before an interruption against the budget', async () => {
    const cells = [cellOf('copy', 64), cellOf('two-pass', 64)];
    const config = { precisionPercentInCache: 1e-9, budgetSeconds: 60 };
    const first = await run({
      cells,
      config,
      visitMs: 8000,
      afterVisit: (visitCount, abort) => {
        if (visitCount > 4) abort();
      },
      answer: (request) => sampled(request, [10, 20], 8e9),
    });
    // 32 of 60 s are spent: one round of 16 s is left, not two with what is kept in reserve.
    const { visits } = await run({
      cells,
      config,
      visitMs: 8000,
      previous: first.end.outcomes,
      answer: (request) => sampled(request, [10, 20], 8e9),
    });
    expect(visits).toHaveLength(2);
  });

  it('tries a failure again, and keeps it when there is no time left', async () => {
    const cell = cellOf('two-pass', 64);
    const previous = [{ status: 'failed' as const, cell, message: 'killed by SIGKILL' }];
    const retried = await run({ cells: [cell], previous });
    expect(retried.end.outcomes).toMatchObject([{ status: 'measured' }]);
    const copy = cellOf('copy', 128);
    const known = (await run({ cells: [cell] })).end.outcomes.map(measuredOf);
    const spent = known.map((outcome) => ({
      ...outcome,
      stopReason: 'interrupted' as const,
      noise: { ...outcome.noise, wallNs: outcome.noise.wallNs.map(() => 1e12) },
    }));
    const failed = previous.map((outcome) => ({ ...outcome, cell: copy }));
    const { end } = await run({
      cells: [cell, copy],
      config: { sizes: sweep },
      previous: [...failed, ...spent],
    });
    expect(end.outcomes[1]).toEqual(failed[0]);
  });

  it('fails the cell in flight when the worker crashes, and continues with a new worker', async () => {
    const crashing = cellOf('two-pass', 64);
    const { end, visits, workerCount } = await run({
      cells: [cellOf('copy', 64), crashing, cellOf('copy', 128)],
      config: { rounds: { minimum: 2, maximum: 8 } },
      answer: (request) => {
        if (request.cell === crashing) throw new WorkerDeath('killed by SIGSEGV');
        return steady(request);
      },
    });
    expect(end.outcomes[1]).toEqual({
      status: 'failed',
      cell: crashing,
      message: 'killed by SIGSEGV',
    });
    expect(stopReasons(end)).toEqual(['converged', undefined, 'converged']);
    expect(visits.filter(({ cell }) => cell === crashing)).toHaveLength(1);
    expect(workerCount).toBe(2);
  });

  it('measures a cell whose first worker was killed from outside', async () => {
    const killed = cellOf('two-pass', 64);
    let deaths = 0;
    const { end, lost, workerCount } = await run({
      cells: [cellOf('copy', 64), killed],
      visitMs: 200,
      answer: (request) => {
        if (request.cell === killed && deaths < 1) {
          deaths += 1;
          throw new WorkerDeath('killed by SIGKILL', 'outside');
        }
        return steady(request);
      },
    });
    expect(lost).toEqual([`${killed.id}: killed by SIGKILL`]);
    expect(end.outcomes.map(({ status }) => status)).toEqual(['measured', 'measured']);
    expect(workerCount).toBe(2);
  });

  it('goes on with a cell that was measured before its worker died, once, and keeps its samples', async () => {
    const killed = cellOf('two-pass', 64);
    const config = { precisionPercentInCache: 1e-9, rounds: { minimum: 9, maximum: 9 } };
    const dieIn =
      (rounds: readonly number[]): Answer =>
      (request) => {
        if (request.cell === killed && rounds.includes(request.round)) {
          throw new WorkerDeath('killed by SIGKILL');
        }
        return sampled(request, [10, 20]);
      };
    const cells = [cellOf('copy', 64), killed];
    // So long that each is a message of its own.
    const visitMs = 200;
    const once = await run({ cells, config, visitMs, answer: dieIn([3]) });
    expect(once.lost).toEqual([`${killed.id}: killed by SIGKILL`]);
    expect(once.end.outcomes.map(measuredOf).map(({ rounds }) => new Set(rounds).size)).toEqual([
      9, 8,
    ]);
    expect(once.workerCount).toBe(2);

    const twice = await run({ cells, config, visitMs, answer: dieIn([3, 5]) });
    const failed = { status: 'failed', message: 'killed by SIGKILL' };
    expect(twice.end.outcomes[1]).toMatchObject({
      ...failed,
      measured: { rounds: [0, 0, 1, 1, 2, 2, 4, 4], stopReason: 'interrupted' },
    });
    // Tried again, it goes on from what it has.
    const resumed = await run({ cells, config, previous: twice.end.outcomes });
    expect(measuredOf(resumed.end.outcomes[1]!).rounds.slice(0, 8)).toEqual([
      0, 0, 1, 1, 2, 2, 4, 4,
    ]);
    // Without time for that, the failure stands.
    const untried = await run({ cells, config, previous: twice.end.outcomes, startableCount: 0 });
    expect(untried.end.outcomes).toEqual(twice.end.outcomes);
  });

  it('resumes a cell of more samples than a call takes arguments', async () => {
    const cells = [cellOf('copy', 64)];
    const config = { rounds: { minimum: 2, maximum: 2 } };
    const before = measuredOf((await run({ cells, config })).end.outcomes[0]!);
    const many = Array.from({ length: 200_000 }, (_, index) => Math.floor(index / 1000));
    const previous = [
      {
        ...before,
        durationsNs: many.map((round) => 10 + (round % 7)),
        rounds: many,
        processes: many.map(() => 0),
        stopReason: 'interrupted' as const,
      },
    ];
    const more = { precisionPercentInCache: 1e-9, rounds: { minimum: 201, maximum: 201 } };
    const [after] = (await run({ cells, config: more, previous })).end.outcomes;
    expect(measuredOf(after!).durationsNs).toHaveLength(many.length + 2);
  });

  it('fails a cell at once whose worker is stuck', async () => {
    const stuck = cellOf('two-pass', 64);
    const { end } = await run({
      cells: [stuck],
      config: { precisionPercentInCache: 1e-9 },
      answer: (request) => {
        if (request.round === 2) throw new WorkerDeath('gave no answer', 'stuck');
        return steady(request);
      },
    });
    expect(end.outcomes[0]).toMatchObject({ status: 'failed', measured: { rounds: [0, 0, 1, 1] } });
  });

  it('asks an external implementation that is stuck at one shape at no other', async () => {
    const cells = [externalCell('mine', 64), externalCell('mine', 128), externalCell('other', 64)];
    const { end, visits } = await run({
      cells,
      answer: (request) => {
        if (request.cell.implementation === 'mine')
          throw new WorkerDeath('gave no answer', 'stuck');
        return steady(request);
      },
    });
    expect(visits.filter(({ cell }) => cell.implementation === 'mine')).toHaveLength(1);
    const failures = end.outcomes.filter(({ status }) => status === 'failed');
    expect(failures.map((outcome) => 'message' in outcome && outcome.message).sort()).toEqual([
      'gave no answer',
      'mine gave no answer at another configuration',
    ]);
    expect(end.outcomes.at(-1)).toMatchObject({ status: 'measured' });
  });

  it('leaves out what its first visit finds that it cannot measure', async () => {
    const { end, visits } = await run({
      cells: [externalCell('short', 64)],
      answer: () => ({ status: 'skipped', reason: 'too short' }),
    });
    expect(end.outcomes).toMatchObject([{ status: 'skipped', reason: 'too short' }]);
    expect(visits).toHaveLength(1);
  });

  it('ends with what it has when a later process does not start', async () => {
    const { end } = await run({
      cells: [cellOf('copy', 64), cellOf('two-pass', 64)],
      config: { processes: 3, rounds: { minimum: 6, maximum: 6 } },
      startableCount: 1,
    });
    expect(end).toMatchObject({
      isInterrupted: false,
      problem: 'cannot start a measuring process',
      outcomes: [{ rounds: [0, 0, 1, 1], stopReason: 'interrupted' }, { status: 'measured' }],
    });
    const first = run({ cells: [cellOf('copy', 64)], startableCount: 0 });
    await expect(first).rejects.toThrow('cannot start a measuring process');
  });

  it('spreads rounds over processes, one at a time, and pairs none across them', async () => {
    const cells = [cellOf('copy', 64), cellOf('two-pass', 64)];
    const { end, visits, workerCount, endedWorkerCount } = await run({
      cells,
      config: { processes: 3, rounds: { minimum: 6, maximum: 6 } },
    });
    expect([workerCount, endedWorkerCount]).toEqual([3, 3]);
    expect(end.outcomes[0]).toMatchObject({
      rounds: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
      processes: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2],
    });
    // Each process warms up; only the first verifies and chooses.
    const ofCopy = visits.filter(({ cell }) => cell === cells[0]);
    expect(ofCopy.map(({ isFirstOfProcess }) => isFirstOfProcess)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(ofCopy.map(({ batchCount }) => batchCount)).toEqual([null, 7, 7, 7, 7, 7]);
  });

  it('asks for short visits together once they are known', async () => {
    const cells = [cellOf('copy', 64), cellOf('two-pass', 64), cellOf('two-pass-nt', 64)];
    const config = { precisionPercentInCache: 1e-9, rounds: { minimum: 4, maximum: 4 } };
    const { messages } = await run({ cells, config, visitMs: 30 });
    expect(messages).toEqual([1, 1, 1, 3, 3, 3]);
    const longer = await run({ cells, config, visitMs: 40 });
    expect(longer.messages).toEqual([1, 1, 1, 2, 1, 2, 1, 2, 1]);
  });

  it('makes visits again one by one that a worker did not survive, and the later ones too', async () => {
    const killed = cellOf('two-pass', 64);
    const cells = [cellOf('copy', 64), killed, cellOf('two-pass-nt', 64)];
    const config = { precisionPercentInCache: 1e-9, rounds: { minimum: 5, maximum: 5 } };
    let isKilled = false;
    const { end, messages, lost, workerCount } = await run({
      cells,
      config,
      answer: (request) => {
        if (request.cell === killed && request.round === 2 && !isKilled) {
          isKilled = true;
          throw new WorkerDeath('killed by SIGKILL');
        }
        return steady(request);
      },
    });
    expect(messages).toEqual([1, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(lost).toEqual(['one of several: killed by SIGKILL']);
    expect(end.outcomes.map(measuredOf).map(({ rounds }) => new Set(rounds).size)).toEqual([
      5, 5, 5,
    ]);
    expect(workerCount).toBe(2);
  });

  it('does not time a cell again whose output was wrong', async () => {
    const { end, visits, workerCount } = await run({
      cells: [cellOf('two-pass', 64)],
      answer: () => ({ status: 'failed', message: 'wrong output' }),
    });
    expect(end.outcomes[0]).toMatchObject({ status: 'failed', message: 'wrong output' });
    expect(visits).toHaveLength(1);
    expect(workerCount).toBe(1);
  });

  it('keeps what was measured when it is interrupted, and fails no cell for it', async () => {
    const { end } = await run({
      cells: [cellOf('copy', 64), cellOf('two-pass', 64)],
      visitMs: 200,
      afterVisit: (visitCount, abort) => {
        if (visitCount === 4) abort();
      },
    });
    expect(end.isInterrupted).toBe(true);
    expect(stopReasons(end)).toEqual(['interrupted', 'interrupted']);
    const sampleCounts = end.outcomes.map((outcome) =>
      outcome.status === 'measured' ? outcome.durationsNs.length : 0,
    );
    expect(sampleCounts.sort()).toEqual([2, 4]);
  });

  it('says nothing of cells that an interrupted first round did not reach', async () => {
    const { end } = await run({
      cells: [cellOf('copy', 64), cellOf('two-pass', 64)],
      afterVisit: (visitCount, abort) => {
        if (visitCount === 2) abort();
      },
    });
    expect(end.outcomes).toHaveLength(1);
  });
});

const sweep: RunPlan['config']['sizes'] = {
  fromWorkingSetBytes: 512,
  toCacheMultiple: 4,
  pointsPerOctave: 1,
  maxArrayBytes: null,
};

function externalCell(implementation: string, columns: number): Cell {
  return cellAt({ ...cellOf('two-pass', columns), implementation, target: 'external' }, []);
}

function stopReasons(end: RoundsEnd) {
  return end.outcomes.map((outcome) =>
    outcome.status === 'measured' ? outcome.stopReason : undefined,
  );
}

function measuredOf(outcome: RoundsEnd['outcomes'][number]) {
  if (outcome.status !== 'measured') throw new Error(`${outcome.cell.id}: ${outcome.status}`);
  return outcome;
}

function steady(request: VisitRequest): VisitResult {
  return sampled(request, [10, 10]);
}

function sampled(request: VisitRequest, durationsNs: readonly number[], wallNs = 1): VisitResult {
  return {
    status: 'sampled',
    batchCount: 7,
    verification:
      request.batchCount === null
        ? {
            maxUlpError: 1,
            maxRelativeError: 1e-7,
            sumError: 0,
            zeroOutputShare: 0,
            comparedElementCount: elementsOf(request.cell.problem),
          }
        : null,
    samples: { durationsNs, passDurationsNs: null, threadDurationsNs: null },
    noise: {
      round: request.round,
      wallNs,
      stealNs: null,
      involuntaryContextSwitches: null,
      minorPageFaults: null,
      majorPageFaults: null,
      sampledNs: null,
      otherBusyNs: null,
      clockHz: null,
      frequencyHz: null,
      temperatureCelsius: null,
    },
  };
}

function planOf(cells: readonly Cell[], config: Partial<RunPlan['config']> = {}): RunPlan {
  return {
    cells,
    order: 'seeded shuffle, per round',
    config: {
      algorithms: ['all'],
      targets: ['js'],
      sizes: [64],
      cacheStates: ['warm'],
      input: { distribution: 'constant', value: 0 },
      seed: 1,
      rounds: { minimum: 2, maximum: 4 },
      samplesPerRound: 2,
      budgetSeconds: 1000,
      precisionPercent: 1,
      precisionPercentInCache: 1,
      processes: 1,
      aaOnly: false,
      perPass: false,
      pages: ['default'],
      lastLevelCacheBytes: null,
      ...config,
    },
  };
}

const idleWorker: Omit<WorkerClient, 'visit'> = {
  load: () => Promise.resolve(0),
  open: () => Promise.resolve({ backends: [], librarySeconds: 0 }),
  close: () => Promise.resolve(0),
  kill: () => Promise.resolve(),
};
