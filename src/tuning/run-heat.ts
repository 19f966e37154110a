import type { Variant } from '../model/cell.js';
import { roundOrder } from '../plan/order.js';
import { adoptionInterval } from '../statistics/adoption-interval.js';
import type { VariantGain } from '../softmax/variant-profile.js';
import { combinations, isSameVariant, singleChanges } from './candidates.js';
import type { Heat } from './heats.js';
import { Race } from './race.js';
import { processCenter, processMedians } from '../statistics/process-sample.js';

/** What a heat is timed on: measuring processes, or a simulated machine. */
export interface TuningDevice {
  /** Each keeps its memory for as long as it lives. */
  readonly processCount: number;
  /** Any monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
  readonly variants: (heat: Heat, pass: number) => readonly Variant[];
  /** What a run takes of a pass. */
  readonly usual: (heat: Heat, pass: number) => Variant;
  /**
   * Times the algorithm of the heat with one variant a pass, in that process.
   * @param isFresh whether the output is verified before.
   * @returns the time of each pass, in ns.
   */
  readonly time: (
    heat: Heat,
    process: number,
    variants: readonly Variant[],
    isFresh: boolean,
  ) => Promise<readonly number[]>;
}

/** What a heat found of one pass. */
export interface Decision {
  readonly pass: number;
  readonly usual: Variant;
  /** The winner of the race; the usual one where nothing was faster. */
  readonly best: Variant;
  /** Of the winner, in fresh rounds; null where it is the usual one. */
  readonly gain: VariantGain | null;
  readonly isAdopted: boolean;
}

/** Of the time of a heat so much is for single changes, and for these and combinations; the rest confirms. */
const singleShare = 0.45;
const raceShare = 0.8;

/** Fewer rounds give no interval. */
const fewestConfirmations = 8;
const mostConfirmations = 40;

/** A gain of less than this is not worth more rounds. */
const smallestGain = 1.005;

/**
 * Races the variants of the passes of a heat and confirms the winners against the usual ones in fresh rounds, over all
 * processes.
 * @param deadlineMs when the heat should have ended.
 * @param seed of the order of visits.
 * @returns null where the time was too short to decide.
 */
export async function runHeat(
  heat: Heat,
  device: TuningDevice,
  deadlineMs: number,
  seed: number,
): Promise<readonly Decision[] | null> {
  const startMs = device.nowMs();
  const at = (share: number): number => startMs + share * (deadlineMs - startMs);
  const usual = heat.algorithm.passes.map((_, pass) => device.usual(heat, pass));
  const rounds = new HeatRounds(heat, device, usual, seed);
  const limit = await rounds.candidateLimit(at(singleShare));
  const singles = heat.raced.map((pass) =>
    singleChanges(usual[pass]!, device.variants(heat, pass)).slice(0, limit),
  );
  const first = await rounds.race(singles, at(singleShare));
  if (first.some((race) => race.scores().length === 0)) return null;
  const finals = first.map((race, index) => {
    const scores = race.scores();
    const made = combinations(scores, device.variants(heat, heat.raced[index]!));
    const leaders = scores.toSorted((a, b) => a.logRatio - b.logRatio).slice(0, 3);
    const others = [...leaders.map(({ variant }) => variant), ...made.slice(0, limit)];
    const own = singles[index]![0]!;
    return [own, ...others.filter((variant) => !isSameVariant(variant, own))];
  });
  const second = await rounds.race(finals, at(raceShare));
  const best = usual.map((own, pass) => {
    const index = heat.raced.indexOf(pass);
    return index < 0 ? own : second[index]!.leader;
  });
  return await rounds.confirm(best, deadlineMs);
}

class HeatRounds {
  private round = 0;

  constructor(
    private readonly heat: Heat,
    private readonly device: TuningDevice,
    private readonly usual: readonly Variant[],
    private readonly seed: number,
  ) {}

  /** How many candidates can be timed some times each until then, at least three. */
  async candidateLimit(untilMs: number): Promise<number> {
    await this.time(this.usual, true);
    const startMs = this.device.nowMs();
    await this.time(this.usual, false);
    const visitMs = Math.max(1e-3, this.device.nowMs() - startMs);
    return Math.max(3, Math.floor((untilMs - startMs) / visitMs / 5));
  }

  /** Races each of the lists of variants, all in the same calls, until all races are over or the time is. */
  async race(lists: readonly (readonly Variant[])[], untilMs: number): Promise<readonly Race[]> {
    const races = lists.map((variants) => new Race(variants));
    for (;;) {
      const active = races.map((race) => race.active);
      const visitCount = Math.max(...active.map(({ length }) => length));
      if (visitCount === 0) return races;
      const ratios = await this.raceRound(active, visitCount, untilMs);
      if (ratios === null) return races;
      races.forEach((race, index) => {
        if (active[index]!.length > 0) race.add((variant) => ratios[index]!.get(variant) ?? null);
      });
    }
  }

  /**
   * Times every active variant at least once, as a ratio to the usual ones right before or after it: the clock of a machine may
   * change several times in a round. Null where the time is over before.
   */
  private async raceRound(
    active: readonly (readonly Variant[])[],
    visitCount: number,
    untilMs: number,
  ): Promise<readonly ReadonlyMap<Variant, number>[] | null> {
    const { heat, usual, seed } = this;
    const orders = active.map((variants, index) => roundOrder(variants, seed + index, this.round));
    const ratios = active.map(() => new Map<Variant, number>());
    let usualNs: readonly number[] = [];
    for (let visit = 0; visit < visitCount; visit += 1) {
      if (this.device.nowMs() > untilMs) return null;
      // One visit to the usual variants lies between two pairs of visits, next to both.
      const isFirst = visit % 2 === 0;
      if (visit === 0) usualNs = await this.time(usual, false);
      const chosen = orders.map((order) => order[visit % Math.max(1, order.length)]);
      const variants = usual.map((own, pass) => chosen[heat.raced.indexOf(pass)] ?? own);
      const passNs = await this.time(variants, false);
      if (!isFirst) usualNs = await this.time(usual, false);
      chosen.forEach((variant, index) => {
        if (variant === undefined || ratios[index]!.has(variant)) return;
        const pass = heat.raced[index]!;
        ratios[index]!.set(variant, passNs[pass]! / usualNs[pass]!);
      });
    }
    this.round += 1;
    return ratios;
  }

  /** Times the usual variants and the best in turns; null where there are too few rounds for an interval. */
  async confirm(best: readonly Variant[], deadlineMs: number): Promise<readonly Decision[] | null> {
    const { heat, usual, device } = this;
    const changed = heat.raced.filter((pass) => !isSameVariant(best[pass]!, usual[pass]!));
    const { processCount } = device;
    const ratios = heat.algorithm.passes.map(() =>
      Array.from({ length: processCount }, (): number[] => []),
    );
    const gainOf = (pass: number): VariantGain | null => gainFrom(ratios[pass]!);
    for (let count = 0; changed.length > 0 && count < mostConfirmations; count += 1) {
      if (device.nowMs() > deadlineMs) break;
      if (count >= fewestConfirmations && count % processCount === 0) {
        if (changed.every((pass) => isSettled(gainOf(pass)))) break;
      }
      const process = this.round % processCount;
      const isFresh = count === 0;
      const isReversed = count % 2 === 1;
      const before = isReversed ? null : await this.time(usual, false);
      const own = await this.time(best, isFresh);
      const other = before ?? (await this.time(usual, false));
      for (const pass of changed) {
        const ratio = other[pass]! / own[pass]!;
        if (ratio > 0 && ratio < Infinity) ratios[pass]![process]!.push(ratio);
      }
      this.round += 1;
    }
    const decisions = heat.raced.map((pass): Decision => {
      const gain = changed.includes(pass) ? gainOf(pass) : null;
      return {
        pass,
        usual: usual[pass]!,
        best: best[pass]!,
        gain,
        isAdopted: gain !== null && gain.low > 1,
      };
    });
    const isUnknown = changed.some((pass) => gainOf(pass) === null);
    return isUnknown ? null : decisions;
  }

  private time(variants: readonly Variant[], isFresh: boolean): Promise<readonly number[]> {
    const { heat, device, round } = this;
    return device.time(heat, round % device.processCount, variants, isFresh);
  }
}

/** Null for too few rounds. */
function gainFrom(ratios: readonly (readonly number[])[]): VariantGain | null {
  const measured = ratios.filter(({ length }) => length > 0);
  const interval = adoptionInterval(measured);
  if (interval === null) return null;
  const rounds = measured.flat().length;
  const ratio = processCenter(processMedians(measured));
  return { ratio, ...interval, rounds, processes: measured.length };
}

/** Whether further rounds would change nothing. */
function isSettled(gain: VariantGain | null): boolean {
  return gain !== null && (gain.low > 1 || gain.high < smallestGain);
}
