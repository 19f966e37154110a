import type { PassedOver } from '../backends/backend.js';
import type { RunConfig } from '../model/run-config.js';
import { findingsOf } from '../machine/doctor/diagnose.js';
import type { ResultDocument } from '../model/result.js';
import { schemaVersion } from '../storage/schema-version.js';
import { describeTool } from './tool.js';
import { SoftmaxBenchError } from '../errors.js';
import type { RegionRequest } from '../measure/protocol/messages.js';
import type { CellOutcome } from '../model/outcome.js';
import { inspectComputer } from './inspect-computer.js';
import { planRun, regionsFor } from './plan-run.js';
import { differencesBetween } from './same-run.js';

/** What a run begins with, be it new or resumed. */
export interface RunStart {
  /** What of the document is settled before measuring. */
  readonly head: Omit<ResultDocument, 'session' | 'finishedAtUtc' | 'outcomes'>;
  /** Of cells that were asked for and are not in the plan. */
  readonly skipped: readonly CellOutcome[];
  /** Of cells of the plan that were visited before an interruption. */
  readonly previous: readonly CellOutcome[];
  readonly regions: readonly RegionRequest[];
  /** Kernels that were looked for before those that measure, and cannot be had. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * Plans a new run. Nothing is allocated or written.
 * @param label what the user calls this machine or run, or null.
 * @throws SoftmaxBenchError when the config leaves nothing to measure or cannot be used here.
 */
export function newRun(config: RunConfig, label: string | null, startedAt: Date): RunStart {
  const computer = inspectComputer(config.lastLevelCacheBytes);
  const { machine, loaded, results } = computer;
  const { plan, skipped, regions } = planRun(
    config,
    machine,
    loaded,
    computer.availableMemoryBytes,
  );
  return {
    head: {
      schemaVersion,
      tool: describeTool(),
      label,
      startedAtUtc: startedAt.toISOString(),
      resumedAtUtc: [],
      machine,
      findings: findingsOf(results),
      plan,
    },
    skipped: skipped.map((cell) => ({ status: 'skipped', ...cell })),
    previous: [],
    regions,
    passedOver: loaded.passedOver,
  };
}

/**
 * Goes on with an interrupted run, with the plan that it had.
 * @param folder for messages.
 * @throws SoftmaxBenchError, which says what differs, on another machine or with another build.
 */
export function resumedRun(document: ResultDocument, folder: string, resumedAt: Date): RunStart {
  const { outcomes, plan, findings, resumedAtUtc } = document;
  const { machine, loaded, results } = inspectComputer(plan.config.lastLevelCacheBytes);
  const differences = differencesBetween(document, { machine, tool: describeTool() });
  if (differences.length > 0) {
    throw new SoftmaxBenchError(
      `cannot resume ${folder}, its samples would not be comparable: ${differences.join('; ')}; start a new run`,
    );
  }
  const found = findingsOf(results);
  const isNew = ({ check }: { check: string }): boolean =>
    !findings.some((known) => known.check === check);
  return {
    head: {
      ...document,
      resumedAtUtc: [...resumedAtUtc, resumedAt.toISOString()],
      findings: [...findings, ...found.filter(isNew)],
    },
    skipped: outcomes.filter(({ status }) => status === 'skipped'),
    previous: outcomes.filter(({ status }) => status !== 'skipped'),
    regions: regionsFor(plan.cells, machine, loaded.backends),
    passedOver: loaded.passedOver,
  };
}
