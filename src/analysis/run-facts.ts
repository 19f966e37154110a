import { createHash } from 'node:crypto';

import { groupBy } from '../model/group-by.js';
import type { CellOutcome, MeasuredOutcome } from '../model/outcome.js';
import type { ResultDocument } from '../model/result.js';
import type { Protocol, RunFacts } from './analysis.js';
import type { UnmeasuredGroup } from './cells/cell-schema.js';

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

/** How the run measured. */
export function protocolOf(
  { plan, session, allocation }: ResultDocument,
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
    profiles: plan.profiles ?? [],
    allocation: allocation ?? null,
    measuredCellCount: measured.length,
    sampleCount: measured.reduce((sum, { durationsNs }) => sum + durationsNs.length, 0),
    roundCounts:
      rounds.length === 0 ? null : { low: Math.min(...rounds), high: Math.max(...rounds) },
    maxUlpError: largest(measured.map(({ verification }) => verification.maxUlpError)),
    maxZeroOutputShare: largest(measured.map(({ verification }) => verification.zeroOutputShare)),
  };
}

/** Failed and skipped cells by reason, failures first, otherwise in the order of the document. */
export function unmeasuredGroups({ outcomes }: ResultDocument): readonly UnmeasuredGroup[] {
  const unmeasured = outcomes.flatMap((outcome) => {
    if (outcome.status === 'measured') return [];
    const { status, cell } = outcome;
    return [{ status, reason: status === 'failed' ? failureOf(outcome) : outcome.reason, cell }];
  });
  const failed = unmeasured.filter(({ status }) => status === 'failed');
  const skipped = unmeasured.filter(({ status }) => status === 'skipped');
  return [failed, skipped].flatMap((ofStatus) =>
    [...groupBy(ofStatus, ({ reason }) => reason)].map(([reason, own]) => ({
      status: own[0]!.status,
      reason,
      cells: own.map(({ cell }) => cell),
    })),
  );
}

/** The message of a failure, and what is left of the cell. */
function failureOf({ message, measured }: Extract<CellOutcome, { status: 'failed' }>): string {
  const sampleCount = measured?.durationsNs.length ?? 0;
  return sampleCount === 0
    ? message
    : `${message} (the result has ${sampleCount} samples from before it)`;
}

/** Planned cells of which the document says nothing. */
export function unreachedCellCountOf({ plan, outcomes }: ResultDocument): number {
  const known = new Set(outcomes.map(({ cell }) => cell.id));
  return plan.cells.filter(({ id }) => !known.has(id)).length;
}
