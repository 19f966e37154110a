import { algorithmOf, type PassUse } from '../softmax/algorithms.js';
import { passes } from '../softmax/passes.js';
import { trafficOfPass } from '../softmax/traffic.js';
import type { MeasuredOutcome } from './algorithm-summary.js';
import type { PassAnalysis } from './analysis.js';
import { bootstrapSeed } from './paired-ratio.js';
import { median, medianAbsoluteDeviation, medianInterval } from './statistics.js';

/**
 * The passes of a measured cell: of its per-pass samples, or for a one-pass algorithm those of the
 * whole call. Null when several passes were not sampled one by one.
 */
export function analyzePasses({
  cell,
  durationsNs,
  passDurationsNs,
}: MeasuredOutcome): readonly PassAnalysis[] | null {
  const uses = algorithmOf(cell.algorithm).passes;
  const samples = passDurationsNs ?? (uses.length === 1 ? [durationsNs] : null);
  if (samples?.length !== uses.length || samples.some(({ length }) => length === 0)) return null;
  return uses.map((use, index) => analyzePass(use, index, cell.elementCount, samples[index]!));
}

function analyzePass(
  use: PassUse,
  index: number,
  elementCount: number,
  samplesNs: readonly number[],
): PassAnalysis {
  const { reads, writes } = passes[use.pass];
  const { passBytes, busBytes } = trafficOfPass(use, elementCount);
  const medianNs = median(samplesNs);
  const perSecond = (bytes: number | null): number | null =>
    bytes === null || medianNs <= 0 ? null : (bytes / medianNs) * 1e9;
  return {
    index,
    pass: use.pass,
    store: use.store,
    reads,
    writes,
    sampleCount: samplesNs.length,
    medianNs,
    madNs: medianAbsoluteDeviation(samplesNs),
    ci95Ns: medianInterval(samplesNs, bootstrapSeed),
    passBytesPerSecond: perSecond(passBytes),
    busBytesPerSecond: perSecond(busBytes),
  };
}
