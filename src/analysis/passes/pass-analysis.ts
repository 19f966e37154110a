import type { MeasuredOutcome } from '../../model/outcome.js';
import type { ThreadedCall } from '../../model/threading.js';
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
  const { cell } = outcome;
  const analyzed = algorithmOf(cell.implementation).passes.flatMap((use, index) => {
    const samples = passSamples(outcome, index);
    return samples === null ? [] : [analyzePass(use, index, cell, samples)];
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
  // The outcome itself, with which its medians are kept.
  if (algorithmOf(outcome.cell.implementation).passes.length === 1) return outcome;
  const durationsNs = outcome.passDurationsNs?.[index];
  if (durationsNs === undefined || durationsNs.length === 0) return null;
  return { durationsNs, rounds: outcome.rounds, processes: outcome.processes };
}

function analyzePass(
  use: PassUse,
  index: number,
  call: ThreadedCall,
  samples: RoundedSamples,
): PassAnalysis {
  const { reads, writes } = passes[use.pass];
  const { passBytes, busBytes } = trafficOfPass(use, call);
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
