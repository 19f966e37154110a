import type { ResultDocument } from '../src/model/result.js';
import type { CellOutcome } from '../src/model/outcome.js';
import { recordedNs } from '../src/measure/worker/sampling.js';
import { createRandom } from '../src/statistics/random.js';
import { gaussian } from '../src/testing/gaussian.js';

/** How one result becomes another. */
export interface Perturbation {
  /** The same seed, and place among results of the seed, gives the same document. */
  readonly seed: number;
  readonly index: number;
  /** Standard deviation of the logarithm of the time of all cells: how much machines differ. */
  readonly machineSpread: number;
  /** The same of one cell, and of one sample. */
  readonly cellSpread: number;
  readonly sampleSpread: number;
  /** Name of the CPU, on which grouping rests; the document's own without one. */
  readonly cpuModel?: string;
}

/** The result as another machine, or the same one in another run, might have given it. */
export function perturbedDocument(
  document: ResultDocument,
  { seed, index, machineSpread, cellSpread, sampleSpread, cpuModel }: Perturbation,
): ResultDocument {
  const random = createRandom(seed, index);
  const factor = (spread: number): number => Math.exp(spread * gaussian(random));
  const ofMachine = factor(machineSpread);
  const outcomes = document.outcomes.map((outcome): CellOutcome => {
    if (outcome.status !== 'measured') return outcome;
    const ofCell = ofMachine * factor(cellSpread);
    const perturbed = (durations: readonly number[]): number[] =>
      durations.map((durationNs) => recordedNs(durationNs * ofCell * factor(sampleSpread)));
    return {
      ...outcome,
      durationsNs: perturbed(outcome.durationsNs),
      passDurationsNs: outcome.passDurationsNs?.map(perturbed) ?? null,
    };
  });
  const startedAt = new Date(Date.parse(document.startedAtUtc) + index * 60_000);
  return {
    ...document,
    startedAtUtc: startedAt.toISOString(),
    machine: { ...document.machine, cpuModel: cpuModel ?? document.machine.cpuModel },
    outcomes,
  };
}
