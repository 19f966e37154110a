import type { MeasuredOutcome } from '../../model/outcome.js';
import { recordsOf, type NoiseRecord } from '../../model/noise.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { cellColumns } from './cell-columns.js';
import { defineTable, type FieldValue } from './table.js';

interface SampleSource {
  /** Of `cellColumns`, which all samples of a cell share. */
  readonly cellFields: readonly FieldValue[];
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
    ...Object.fromEntries(
      Object.keys(cellColumns).map((name, index) => [
        name,
        ({ cellFields }: SampleSource) => cellFields[index]!,
      ]),
    ),
    passIndex: ({ passIndex }) => passIndex,
    pass: ({ outcome, passIndex }) =>
      passIndex === null ? null : algorithmOf(outcome.cell.implementation).passes[passIndex]!.pass,
    sampleIndex: ({ sampleIndex }) => sampleIndex,
    round: ({ outcome, sampleIndex }) => outcome.rounds[sampleIndex]!,
    batchCount: ({ outcome }) => outcome.batchCount,
    durationNs: ({ durationNs }) => durationNs,
    stealNs: ({ noise }) => noise?.stealNs ?? null,
    involuntaryContextSwitches: ({ noise }) => noise?.involuntaryContextSwitches ?? null,
    minorPageFaults: ({ noise }) => noise?.minorPageFaults ?? null,
    majorPageFaults: ({ noise }) => noise?.majorPageFaults ?? null,
  },
  function* (result) {
    const cells = new Map(result.analysis.cells.map((cell) => [cell.id, cell]));
    for (const outcome of result.document.outcomes) {
      const cell = cells.get(outcome.cell.id);
      if (outcome.status !== 'measured' || cell === undefined) continue;
      const fields = Object.values(cellColumns);
      yield* samplesOf(
        outcome,
        fields.map((fieldOf) => fieldOf({ ...result, cell })),
      );
    }
  },
);

function* samplesOf(
  outcome: MeasuredOutcome,
  cellFields: readonly FieldValue[],
): Generator<SampleSource> {
  const { durationsNs, passDurationsNs, rounds } = outcome;
  const noiseOfRound = new Map(recordsOf(outcome.noise).map((record) => [record.round, record]));
  for (const [index, series] of [durationsNs, ...(passDurationsNs ?? [])].entries()) {
    const passIndex = index === 0 ? null : index - 1;
    for (const [sampleIndex, durationNs] of series.entries()) {
      const noise = noiseOfRound.get(rounds[sampleIndex]!);
      yield { cellFields, outcome, noise, passIndex, sampleIndex, durationNs };
    }
  }
}
