import type { MeasuredOutcome } from '../../model/outcome.js';
import type { Problem } from '../../model/problem.js';
import { algorithmOf, type PassUse } from '../../softmax/algorithms.js';
import { passes } from '../../softmax/passes.js';
import { trafficOfPass } from '../../softmax/traffic.js';
import { medianAbsoluteDeviation } from '../../statistics/median.js';
import {
  sampleInterval,
  sampleMedian,
  type RoundedSamples,
} from '../../statistics/rounded-samples.js';
import type { PassAnalysis } from './pass-schema.js';

/** The passes of a measured cell; null when several passes were not sampled one by one. */
export function analyzePasses(outcome: MeasuredOutcome): readonly PassAnalysis[] | null {
  const { implementation, problem } = outcome.cell;
  const analyzed = algorithmOf(implementation).passes.flatMap((use, index) => {
    const samples = passSamples(outcome, index);
    return samples === null ? [] : [analyzePass(use, index, problem, samples)];
  });
  return analyzed.length === 0 ? null : analyzed;
}

/**
 * The samples of one pass: for a one-pass algorithm those of the whole call. Null when there are none, also
 * for a cell that was not measured.
 */
export function passSamples(
  outcome: MeasuredOutcome | undefined,
  index: number,
): RoundedSamples | null {
  if (outcome === undefined) return null;
  const isWhole = algorithmOf(outcome.cell.implementation).passes.length === 1;
  const durationsNs = isWhole ? outcome.durationsNs : outcome.passDurationsNs?.[index];
  if (durationsNs === undefined || durationsNs.length === 0) return null;
  return { durationsNs, rounds: outcome.rounds, processes: outcome.processes };
}

function analyzePass(
  use: PassUse,
  index: number,
  problem: Problem,
  samples: RoundedSamples,
): PassAnalysis {
  const { reads, writes } = passes[use.pass];
  const { passBytes, busBytes } = trafficOfPass(use, problem);
  const medianNs = sampleMedian(samples);
  const ci95Ns = sampleInterval(samples);
  const perSecond = (bytes: number | null): number | null =>
    bytes === null || ci95Ns === null ? null : (bytes / medianNs) * 1e9;
  return {
    index,
    pass: use.pass,
    store: use.store,
    reads,
    writes,
    sampleCount: samples.durationsNs.length,
    medianNs,
    madNs: medianAbsoluteDeviation(samples.durationsNs, medianNs),
    ci95Ns,
    passBytesPerSecond: perSecond(passBytes),
    busBytesPerSecond: perSecond(busBytes),
  };
}
