import type { MeasuredOutcome } from '../../model/outcome.js';
import { recordsOf, type NoiseRecord } from '../../model/noise.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { cellColumns, type CellSource } from './cell-columns.js';
import { defineTable } from './table.js';

interface SampleSource extends CellSource {
  readonly outcome: MeasuredOutcome;
  readonly noise: NoiseRecord | undefined;
  /** Null for a sample of the whole call. */
  readonly passIndex: number | null;
  readonly sampleIndex: number;
  readonly durationNs: number;
}

/**
 * One row a sample: of the whole call, and then of each pass, where passIndex and pass are filled in.
 * What the machine did meanwhile is that of the sample's round.
 */
export const samplesTable = defineTable<SampleSource>(
  'samples',
  {
    ...cellColumns,
    passIndex: ({ passIndex }) => passIndex,
    pass: ({ cell, passIndex }) =>
      passIndex === null ? null : algorithmOf(cell.implementation).passes[passIndex]!.pass,
    sampleIndex: ({ sampleIndex }) => sampleIndex,
    round: ({ outcome, sampleIndex }) => outcome.rounds[sampleIndex]!,
    batchCount: ({ outcome }) => outcome.batchCount,
    durationNs: ({ durationNs }) => durationNs,
    stealNs: ({ noise }) => noise?.stealNs ?? null,
    involuntaryContextSwitches: ({ noise }) => noise?.involuntaryContextSwitches ?? null,
    minorPageFaults: ({ noise }) => noise?.minorPageFaults ?? null,
    majorPageFaults: ({ noise }) => noise?.majorPageFaults ?? null,
  },
  (result) => {
    const cells = new Map(result.analysis.cells.map((cell) => [cell.id, cell]));
    return result.document.outcomes.flatMap((outcome) => {
      const cell = cells.get(outcome.cell.id);
      if (outcome.status !== 'measured' || cell === undefined) return [];
      return samplesOf(outcome).map((sample) => ({ ...result, cell, outcome, ...sample }));
    });
  },
);

function samplesOf({ durationsNs, passDurationsNs, rounds, noise }: MeasuredOutcome) {
  const noiseOfRound = new Map(recordsOf(noise).map((record) => [record.round, record]));
  return [durationsNs, ...(passDurationsNs ?? [])].flatMap((series, index) =>
    series.map((durationNs, sampleIndex) => ({
      passIndex: index === 0 ? null : index - 1,
      sampleIndex,
      durationNs,
      noise: noiseOfRound.get(rounds[sampleIndex]!),
    })),
  );
}
