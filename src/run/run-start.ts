import type { FoundExternal } from '../backends/external/external.js';
import { SoftmaxBenchError } from '../errors.js';
import { findingsOf } from '../machine/doctor/diagnose.js';
import { readText } from '../machine/host.js';
import { requireFreeProcesses } from '../machine/process-limit.js';
import type { Cell } from '../model/cell.js';
import type { CellOutcome } from '../model/outcome.js';
import { schemaVersion, type ResultDocument } from '../model/result.js';
import type { RunConfig } from '../model/run-config.js';
import type { UnavailableKernel } from '../model/session.js';
import { resolveAlgorithms } from '../plan/algorithm-groups.js';
import { regionContext } from '../plan/make-plan.js';
import { regionsOf, type RegionRequest } from '../plan/regions.js';
import { resolveTargets } from '../plan/resolve-targets.js';
import { externalDifferences, findExternals } from './find-externals.js';
import { cpuOf, findProfiles } from './find-profiles.js';
import { diagnoseComputer, inspectComputer } from './inspect-computer.js';
import { planInMemory, requireMemory } from './plan-in-memory.js';
import { probeComputer } from './probe-computer.js';
import { differencesBetween } from './same-run.js';
import { requireRunnable } from './stored-plan.js';

/** What a run begins with, new or resumed. */
export interface RunStart {
  /** The part of the document that is settled before measuring. */
  readonly head: Omit<ResultDocument, 'session' | 'finishedAtUtc' | 'outcomes'>;
  /** Cells that the config names and the plan leaves out. */
  readonly skipped: readonly CellOutcome[];
  /** Outcomes of cells of the plan that were visited before an interruption. */
  readonly previous: readonly CellOutcome[];
  readonly regions: readonly RegionRequest[];
  /** Those of the plan, where they are now. */
  readonly externals: readonly FoundExternal[];
  /** What finding libraries took; 0 without any. */
  readonly librarySearchSeconds: number;
  readonly unavailableKernels: readonly UnavailableKernel[];
}

/** What a start listens to, and tells. */
export interface StartOptions {
  /** Ends the probe when aborted. */
  readonly signal: AbortSignal;
  /** Is told the command that compiles a kernel of the user's, and what the compiler warns of. */
  readonly compiling: (line: string) => void;
}

/**
 * Probes the caches and plans a new run. Nothing stays allocated, nothing is written.
 * @param label what the user calls this machine or run, or null.
 * @throws SoftmaxBenchError when the config leaves nothing to measure or cannot be used here, and where no measuring
 * process can start.
 */
export async function newRun(
  config: RunConfig,
  label: string | null,
  startedAt: Date,
  { signal, compiling }: StartOptions,
): Promise<RunStart> {
  requireFreeProcesses({ readText });
  const inspected = inspectComputer(config);
  // Names that the plan would refuse are refused before the probe, which takes seconds.
  resolveAlgorithms(config.algorithms);
  resolveTargets(config.targets, inspected.loaded.targets);
  const profiles = findProfiles(config.variants, inspected.machine, cpuOf(inspected.loaded));
  const { externals, librarySearchSeconds } = await findExternals(config, compiling);
  const computer = await probeComputer({ ...inspected, externals, profiles }, config, signal);
  const { machine, loaded, tool } = computer;
  const { plan, skipped, regions } = planInMemory(computer, config);
  return {
    head: {
      schemaVersion,
      tool,
      label,
      startedAtUtc: startedAt.toISOString(),
      resumedAtUtc: [],
      machine,
      allocation: computer.allocation,
      findings: findingsOf(await diagnoseComputer(computer)),
      plan,
    },
    skipped: skipped.map((cell) => ({ status: 'skipped', ...cell })),
    previous: [],
    regions,
    externals,
    librarySearchSeconds,
    unavailableKernels: loaded.unavailableKernels,
  };
}

/**
 * Resumes an interrupted run, with its plan.
 * @param folder for messages.
 * @throws SoftmaxBenchError, which says what differs, on another machine or with another build, for a plan that cannot run
 * here, and where its memory is not available.
 */
export async function resumedRun(
  document: ResultDocument,
  folder: string,
  resumedAt: Date,
  compiling: StartOptions['compiling'],
): Promise<RunStart> {
  requireFreeProcesses({ readText });
  const { outcomes, plan, findings, resumedAtUtc } = document;
  // The machine stays as the document has it: probing again might give another size.
  const computer = inspectComputer(plan.config);
  const { machine, loaded, tool } = computer;
  const { externals, librarySearchSeconds } = await findExternals(plan.config, compiling);
  const differences = [
    ...differencesBetween(document, { machine, tool }),
    ...externalDifferences(plan.externals ?? [], externals),
  ];
  if (differences.length > 0) {
    throw new SoftmaxBenchError(
      `cannot resume ${folder}, its samples would not be comparable: ${differences.join('; ')}; start a new run`,
    );
  }
  requireRunnable(plan, loaded.backends, folder);
  const regions = regionsOf(plan.cells, regionContext(loaded.backends, document.machine));
  requireMemory(plan.cells, regions, { ...computer, externals });
  const planned = new Set(plan.cells.map(({ id }) => id));
  const isPlanned = ({ id }: Cell): boolean => planned.has(id);
  const results = await diagnoseComputer(computer);
  const isNew = ({ check }: { check: string }): boolean =>
    !findings.some((known) => known.check === check) &&
    // The probe settled it.
    !(check === 'caches' && document.machine.cacheProbe?.capacity);
  return {
    head: {
      ...document,
      resumedAtUtc: [...resumedAtUtc, resumedAt.toISOString()],
      findings: [...findings, ...findingsOf(results).filter(isNew)],
    },
    // One of the plan that cannot be measured is tried again.
    skipped: outcomes.filter(({ status, cell }) => status === 'skipped' && !isPlanned(cell)),
    previous: outcomes.filter(({ status }) => status !== 'skipped'),
    regions,
    externals,
    librarySearchSeconds,
    unavailableKernels: loaded.unavailableKernels,
  };
}
