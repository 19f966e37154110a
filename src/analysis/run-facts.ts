import { createHash } from 'node:crypto';

import type { ResultDocument } from '../model/result.js';
import type { MeasuredOutcome } from './cells/measured.js';
import type { Protocol, RunFacts } from './analysis.js';

const hashLength = 8;

/** Which run this was. */
export function runFacts({
  tool,
  label,
  startedAtUtc,
  resumedAtUtc,
  finishedAtUtc,
  machine,
  plan,
}: ResultDocument): RunFacts {
  // Of what no migration changes.
  const { cpuModel, memoryBytes, anonymousId } = machine;
  const hash = createHash('sha256')
    .update(JSON.stringify([startedAtUtc, cpuModel, memoryBytes, anonymousId, plan.config.seed]))
    .digest('hex')
    .slice(0, hashLength);
  return {
    runId: `${startedAtUtc}-${hash}`,
    tool,
    label,
    startedAtUtc,
    resumedAtUtc,
    finishedAtUtc,
    isComplete: finishedAtUtc !== null,
  };
}

/** How was measured. */
export function protocolOf(
  { plan, session }: ResultDocument,
  measured: readonly MeasuredOutcome[],
): Protocol {
  const rounds = measured.map(({ noise, rounds: own }) => noise.round.length || new Set(own).size);
  const largest = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return {
    config: plan.config,
    session,
    measuredCellCount: measured.length,
    sampleCount: measured.reduce((sum, { durationsNs }) => sum + durationsNs.length, 0),
    roundCounts:
      rounds.length === 0 ? null : { low: Math.min(...rounds), high: Math.max(...rounds) },
    maxUlpError: largest(measured.map(({ verification }) => verification.maxUlpError)),
    maxZeroOutputShare: largest(measured.map(({ verification }) => verification.zeroOutputShare)),
  };
}
