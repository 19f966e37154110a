import type { VariantProfile } from '../softmax/variant-profile.js';
import type { Heat } from './heats.js';
import { runHeat, type Decision, type TuningDevice } from './run-heat.js';
import { withDecisions } from './tuned-profile.js';

/** Heats with dear visits get more of the time, and fewer visits. */
const costExponent = 0.7;

/** With fewer visits a heat would decide nothing; rather the last ones get none. */
const fewestVisits = 80;

function weightOf({ visitMs }: Heat): number {
  return visitMs ** costExponent;
}

/** What is told of a heat that has ended. */
export interface HeatEnd {
  readonly heat: Heat;
  /** Null where its time was too short to decide. */
  readonly decisions: readonly Decision[] | null;
  /** The profile with what was decided so far. */
  readonly profile: VariantProfile;
  readonly doneCount: number;
  /** Of the budget; at least 0. */
  readonly leftMs: number;
}

/**
 * Runs the heats one after the other within the time, of which each gets its part of what is left.
 * @param ended is told of each heat, to keep what it decided.
 */
export async function tuneHeats(
  heats: readonly Heat[],
  device: TuningDevice,
  { profile: first, deadlineMs, seed }: TuneTask,
  ended: (end: HeatEnd) => void,
): Promise<VariantProfile> {
  let profile = first;
  const startMs = device.nowMs();
  const secondsBefore = profile.madeBy?.seconds ?? 0;
  for (const [index, heat] of heats.entries()) {
    const nowMs = device.nowMs();
    const weightLeft = heats.slice(index).reduce((sum, own) => sum + weightOf(own), 0);
    const shareMs = ((deadlineMs - nowMs) * weightOf(heat)) / weightLeft;
    const untilMs = Math.min(deadlineMs, nowMs + Math.max(shareMs, fewestVisits * heat.visitMs));
    const decisions = nowMs < deadlineMs ? await runHeat(heat, device, untilMs, seed) : null;
    if (decisions !== null) {
      const seconds = secondsBefore + (device.nowMs() - startMs) / 1000;
      profile = withDecisions(profile, heat, decisions, seconds);
    }
    const leftMs = Math.max(0, deadlineMs - device.nowMs());
    ended({ heat, decisions, profile, doneCount: index + 1, leftMs });
  }
  return profile;
}

/** What a tuning starts from. */
export interface TuneTask {
  readonly profile: VariantProfile;
  readonly deadlineMs: number;
  readonly seed: number;
}
