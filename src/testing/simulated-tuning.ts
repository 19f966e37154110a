import type { Variant } from '../model/cell.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { createRandom } from '../statistics/random.js';
import type { Heat } from '../tuning/heats.js';
import type { TuningDevice } from '../tuning/run-heat.js';
import { oneRow } from '../model/problem.js';
import type { NoiseModel } from './simulated-machine.js';
import { gaussian } from './gaussian.js';

const shapes = [
  ...[1, 2, 3, 4, 6, 8, 12].map((unroll) => ({ unroll, accumulators: 1 })),
  ...[2, 4, 8, 12].flatMap((unroll) =>
    [2, 4].filter((own) => own <= unroll).map((accumulators) => ({ unroll, accumulators })),
  ),
];

/** Every variant of every pass of the machine. */
export const simulatedVariants: readonly Variant[] = [0, 4096, 8192, 16384].flatMap(
  (prefetchBytes) =>
    [256, 512].flatMap((vectorBits) =>
      shapes.map((shape): Variant => ({
        ...shape,
        vectorBits,
        prefetchBytes,
        store: 'ordinary',
      })),
    ),
);

const usual: Variant = {
  vectorBits: 512,
  unroll: 4,
  accumulators: 1,
  store: 'ordinary',
  prefetchBytes: 8192,
};

/** The passes of two-pass, the sum and the scaling, both raced. */
export const simulatedHeat: Heat = {
  algorithm: algorithmOf('two-pass'),
  target: 'avx512',
  regime: { level: 'L2', threads: 'one' },
  threading: null,
  problem: oneRow(4096),
  raced: [0, 1],
  visitMs: 1.5,
};

/** By how much of the effect of a process variants differ: they use the same arrays. */
const ownShareOfProcess = 0.25;

const callOverheadMs = 1.5;

/**
 * A machine whose best variants are known: each aspect of a variant has a factor, drawn by the seed, and so has each variant
 * besides. A visit takes some milliseconds of a made-up clock.
 */
export class SimulatedTuning implements TuningDevice {
  readonly processCount = 5;
  private elapsedMs = 0;
  private readonly random: () => number;
  private readonly factors = new Map<string, number>();
  private readonly times = new Map<string, number>();
  private readonly effects = new Map<string, number>();
  private stolenVisits = 0;
  private isSlow = false;

  constructor(
    private readonly noise: NoiseModel,
    private readonly seed: number,
    private readonly budgetMs: number,
  ) {
    this.random = createRandom(seed, 99);
  }

  readonly nowMs = (): number => this.elapsedMs;
  readonly variants = (): readonly Variant[] => simulatedVariants;
  readonly usual = (): Variant => usual;

  /** True time of a pass, in ns. */
  trueNs(pass: number, variant: Variant): number {
    return this.drawn(this.times, `${pass}/${keyOf(variant)}`, () => this.productNs(pass, variant));
  }

  private productNs(pass: number, { prefetchBytes, vectorBits, unroll, accumulators }: Variant) {
    const of = (name: string, spread: number): number =>
      this.drawn(
        this.factors,
        `${pass}/${name}`,
        (key) => 1 + spread * createRandom(this.seed, hashOf(key))(),
      );
    return (
      1000 *
      of(`prefetch ${prefetchBytes > 0}`, 0.15) *
      of(`prefetch ${prefetchBytes}`, 0.03) *
      of(`width ${vectorBits}`, 0.1) *
      of(`unroll ${unroll}`, 0.1) *
      of(`accumulators ${accumulators}`, 0.2) *
      of(keyOf({ prefetchBytes, vectorBits, unroll, accumulators }), 0.01)
    );
  }

  /** The time of the best variant of a pass. */
  leastNs(pass: number): number {
    return Math.min(...simulatedVariants.map((variant) => this.trueNs(pass, variant)));
  }

  readonly time: TuningDevice['time'] = (_heat, process, variants) => {
    const slowdown = this.slowdown();
    const passNs = variants.map((variant, pass) => {
      const shared = this.effectOf(`${process}/${pass}`, this.noise.processEffect);
      const own = this.effectOf(
        `${process}/${pass}/${keyOf(variant)}`,
        ownShareOfProcess * this.noise.processEffect,
      );
      const noise = this.around(this.noise.sampleNoise) * this.around(this.noise.visitNoise);
      return this.trueNs(pass, variant) * shared * own * slowdown * noise;
    });
    this.elapsedMs += callOverheadMs * slowdown;
    return Promise.resolve(passNs);
  };

  private slowdown(): number {
    const { drift, stealShare, stealBurstVisits, slowClock } = this.noise;
    if (this.stolenVisits > 0) this.stolenVisits -= 1;
    else if (this.random() < stealShare) this.stolenVisits = stealBurstVisits;
    if (this.random() < 0.15) this.isSlow = this.random() < 0.5;
    const stolen = this.stolenVisits > 0 ? 1.2 + 0.6 * this.random() : 1;
    const drifted = 1 + (drift * this.elapsedMs) / this.budgetMs;
    return drifted * stolen * (this.isSlow ? slowClock : 1);
  }

  private effectOf(key: string, deviation: number): number {
    const effect = this.effects.get(key) ?? this.around(deviation);
    this.effects.set(key, effect);
    return effect;
  }

  /** The same for the same key and seed, in whatever order it is asked. */
  private drawn(memory: Map<string, number>, key: string, of: (key: string) => number): number {
    const known = memory.get(key);
    if (known !== undefined) return known;
    const value = of(key);
    memory.set(key, value);
    return value;
  }

  /** 1 with noise of that standard deviation. */
  private around(deviation: number): number {
    return deviation === 0 ? 1 : 1 + deviation * gaussian(this.random);
  }
}

function hashOf(text: string): number {
  return Array.from(text).reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7);
}

function keyOf({
  prefetchBytes,
  vectorBits,
  unroll,
  accumulators,
}: Omit<Variant, 'store'>): string {
  return `${prefetchBytes}/${vectorBits}/${unroll}/${accumulators}`;
}
