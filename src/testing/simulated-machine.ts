import type { VisitRequest } from '../measure/protocol/messages.js';
import type { VisitResult } from '../measure/protocol/visit-result.js';
import type { WorkerClient } from '../measure/protocol/worker-client.js';
import type { StartedWorker } from '../measure/cell-visits.js';
import { runRounds } from '../measure/rounds.js';
import type { VisitProgress } from '../measure/run-clock.js';
import { isOwn, type Cell } from '../model/cell.js';
import type { External } from '../model/external.js';
import type { CellOutcome } from '../model/outcome.js';
import { formatProblem } from '../model/problem.js';
import type { RunConfig } from '../model/run-config.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { speedsOf, type MachineSpeeds } from '../plan/expected-cost.js';
import { createRandom } from '../statistics/random.js';
import { gaussian } from './gaussian.js';

/** How a machine disturbs what it measures; every share is of the true time. */
export interface NoiseModel {
  /** Standard deviation of a sample, and of all samples of a visit together. */
  readonly sampleNoise: number;
  readonly visitNoise: number;
  /** By how much everything has slowed down when the budget ends. */
  readonly drift: number;
  /** Probability that a visit begins while a hypervisor takes a part of the CPU, and how long that lasts. */
  readonly stealShare: number;
  readonly stealBurstVisits: number;
  /** The clock steps between 1 and this slowdown, at random, every few visits. */
  readonly slowClock: number;
  /** Standard deviation of what a process does to each of its cells, for as long as it lives. */
  readonly processEffect: number;
}

export const calm: NoiseModel = {
  sampleNoise: 0.004,
  visitNoise: 0.004,
  drift: 0,
  stealShare: 0,
  stealBurstVisits: 0,
  slowClock: 1,
  processEffect: 0,
};

/** Each kind of noise alone, with its name. */
export const noiseModels: readonly (readonly [string, NoiseModel])[] = [
  ['calm', calm],
  ['drift', { ...calm, drift: 0.3 }],
  ['bursts of steal', { ...calm, stealShare: 0.03, stealBurstVisits: 6 }],
  ['a clock with two speeds', { ...calm, slowClock: 1.3 }],
  ['processes that differ', { ...calm, processEffect: 0.02 }],
];

/** A run on a machine whose truth is known. */
export interface SimulatedRun {
  readonly noise: NoiseModel;
  readonly cells: readonly Cell[];
  /** True time of a call, in nanoseconds. */
  readonly trueNs: (cell: Cell) => number;
  readonly config: RunConfig;
  readonly seed: number;
  readonly lastLevelCacheBytes: number;
  /** What rounds are foreseen by; unknown by default. */
  readonly speeds?: MachineSpeeds;
  /** What opening the buffers of a process takes. */
  readonly openSeconds?: number;
  /** Of the plan. */
  readonly externals?: readonly External[];
  /** What opening libraries takes, and what finding them took. */
  readonly libraryOpenSeconds?: number;
  readonly librarySearchSeconds?: number;
}

export interface SimulatedEnd {
  readonly outcomes: readonly CellOutcome[];
  readonly elapsedSeconds: number;
  /** Of these, what was spent on finding, opening and visiting external implementations. */
  readonly externalSeconds: number;
  /** The forecast at each visit, with its time. */
  readonly forecasts: readonly {
    readonly atSeconds: number;
    readonly leftSeconds: number | null;
  }[];
}

/** Calls in a sample and samples in a visit make a visit so much longer than a call. */
const visitOverheadSeconds = 0.002;

/** A whole run, rounds and schedule and all, with a made-up clock: milliseconds of real time. */
export async function simulateRun(run: SimulatedRun): Promise<SimulatedEnd> {
  const machine = new SimulatedMachine(run);
  const forecasts: SimulatedEnd['forecasts'][number][] = [];
  const { outcomes } = await runRounds({
    previous: [],
    plan: {
      config: run.config,
      cells: run.cells,
      ...(run.externals && { externals: run.externals }),
      order: 'seeded shuffle, per round',
    },
    lastLevelCacheBytes: run.lastLevelCacheBytes,
    speeds: run.speeds ?? speedsOf({}),
    librarySearchSeconds: run.librarySearchSeconds ?? 0,
    startWorker: (opensLibraries) => Promise.resolve(machine.startWorker(opensLibraries)),
    endWorker: () => Promise.resolve(),
    nowMs: () => machine.nowSeconds * 1000,
    standstill: () => ({ clockedMs: 0, asleepMs: 0 }),
    signal: new AbortController().signal,
    events: {
      visited: ({ secondsLeft }: VisitProgress) => {
        forecasts.push({ atSeconds: machine.nowSeconds, leftSeconds: secondsLeft });
      },
      sampled: () => undefined,
      cellFailed: () => undefined,
      visitLost: () => undefined,
      roundFinished: () => undefined,
    },
  });
  const { nowSeconds: elapsedSeconds, externalSeconds } = machine;
  return { outcomes, elapsedSeconds, externalSeconds, forecasts };
}

class SimulatedMachine {
  nowSeconds: number;
  externalSeconds: number;
  private readonly random: () => number;
  private processEffects = new Map<string, number>();
  private stolenVisits = 0;
  private isSlow = false;

  constructor(private readonly run: SimulatedRun) {
    this.random = createRandom(run.seed, 77);
    this.nowSeconds = this.externalSeconds = run.librarySearchSeconds ?? 0;
  }

  startWorker(opensLibraries: boolean): StartedWorker {
    const librarySeconds = opensLibraries ? (this.run.libraryOpenSeconds ?? 0) : 0;
    this.nowSeconds += (this.run.openSeconds ?? 0.4) + librarySeconds;
    this.externalSeconds += librarySeconds;
    this.processEffects = new Map();
    const worker: WorkerClient = {
      load: () => Promise.resolve(0),
      open: () => Promise.resolve({ backends: [], librarySeconds }),
      visit: (requests) => Promise.resolve(requests.map((request) => this.visit(request))),
      close: () => Promise.resolve(0),
      kill: () => Promise.resolve(),
    };
    return { worker, librarySeconds };
  }

  private visit(request: VisitRequest): VisitResult {
    const { cell, sampleCount, batchCount } = request;
    const slowdown = this.slowdownOf(cell);
    const durationsNs = Array.from(
      { length: sampleCount },
      () => this.run.trueNs(cell) * slowdown * this.around(this.run.noise.sampleNoise),
    );
    const callsNs = durationsNs.reduce((sum, value) => sum + value, 0);
    // A first visit also verifies and warms up.
    const seconds = visitOverheadSeconds + (callsNs / 1e9) * (batchCount === null ? 2 : 1);
    this.nowSeconds += seconds;
    if (!isOwn(cell)) this.externalSeconds += seconds;
    return {
      status: 'sampled',
      batchCount: 1,
      verification: batchCount === null ? verified : null,
      samples: { durationsNs, passDurationsNs: null, threadDurationsNs: null },
      noise: {
        round: request.round,
        wallNs: callsNs,
        sampledNs: callsNs,
        stealNs: this.stolenVisits > 0 ? 0.3 * callsNs : 0,
        involuntaryContextSwitches: 0,
        minorPageFaults: 0,
        majorPageFaults: 0,
        otherBusyNs: 0,
        clockHz: this.isSlow ? 3e9 / this.run.noise.slowClock : 3e9,
        frequencyHz: null,
        temperatureCelsius: null,
      },
    };
  }

  private slowdownOf(cell: Cell): number {
    const { drift, stealShare, stealBurstVisits, slowClock, processEffect, visitNoise } =
      this.run.noise;
    if (this.stolenVisits > 0) this.stolenVisits -= 1;
    else if (this.random() < stealShare) this.stolenVisits = stealBurstVisits;
    if (this.random() < 0.15) this.isSlow = this.random() < 0.5;
    // An A/A control has the pages of its original.
    const control = isOwn(cell) ? algorithmOf(cell.implementation).controlOf : null;
    const original = control ?? cell.implementation;
    const key = `${original}/${formatProblem(cell.problem)}`;
    const effect = this.processEffects.get(key) ?? this.around(processEffect);
    this.processEffects.set(key, effect);
    const stolen = this.stolenVisits > 0 ? 1.2 + 0.6 * this.random() : 1;
    return (
      (1 + (drift * this.nowSeconds) / this.run.config.budgetSeconds) *
      stolen *
      (this.isSlow ? slowClock : 1) *
      effect *
      this.around(visitNoise)
    );
  }

  /** 1 with noise of that standard deviation. */
  private around(deviation: number): number {
    return deviation === 0 ? 1 : 1 + deviation * gaussian(this.random);
  }
}

const verified = {
  maxUlpError: null,
  maxRelativeError: null,
  sumError: null,
  zeroOutputShare: null,
  comparedElementCount: 0,
};
