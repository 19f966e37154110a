import type { MeasuredOutcome } from '../../analysis/cells/measured.js';
import type { NoiseRecord } from '../../model/machine.js';
import { recordsOf } from '../../model/noise-ledger.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { cellColumns, type CellSource } from './cell-columns.js';
import { defineTable, type AnalyzedResult } from './table.js';

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
      passIndex === null ? null : (algorithmOf(cell.algorithm).passes[passIndex]?.pass ?? null),
    sampleIndex: ({ sampleIndex }) => sampleIndex,
    round: ({ outcome, sampleIndex }) => outcome.rounds[sampleIndex] ?? null,
    batchCount: ({ outcome }) => outcome.batchCount,
    durationNs: ({ durationNs }) => durationNs,
    stealNs: ({ noise }) => noise?.stealNs ?? null,
    involuntaryContextSwitches: ({ noise }) => noise?.involuntaryContextSwitches ?? null,
    minorPageFaults: ({ noise }) => noise?.minorPageFaults ?? null,
    majorPageFaults: ({ noise }) => noise?.majorPageFaults ?? null,
  },
  sampleSources,
);

function* sampleSources({ document, analysis }: AnalyzedResult): Iterable<SampleSource> {
  const cells = new Map(analysis.cells.map((cell) => [cell.id, cell]));
  for (const outcome of document.outcomes) {
    const cell = cells.get(outcome.cell.id);
    if (outcome.status !== 'measured' || cell === undefined) continue;
    const noiseOfRound = new Map(recordsOf(outcome.noise).map((record) => [record.round, record]));
    const series: [number | null, readonly number[]][] = [
      [null, outcome.durationsNs],
      ...(outcome.passDurationsNs ?? []).map(
        (durationsNs, passIndex): [number, readonly number[]] => [passIndex, durationsNs],
      ),
    ];
    for (const [passIndex, durationsNs] of series) {
      for (const [sampleIndex, durationNs] of durationsNs.entries()) {
        const noise = noiseOfRound.get(outcome.rounds[sampleIndex]!);
        yield { analysis, cell, outcome, noise, passIndex, sampleIndex, durationNs };
      }
    }
  }
}
