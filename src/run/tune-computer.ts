import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

import { builtInProfiles, readProfile } from '../config/built-in-profiles.js';
import { tunedProfileName, tunedProfilePath } from '../config/profile-folder.js';
import { SoftmaxBenchError, exitCodes } from '../errors.js';
import { readText } from '../machine/host.js';
import { requireFreeProcesses } from '../machine/process-limit.js';
import { besideRegionsBytes } from '../measure/memory-announcement.js';
import { forkWorker, WorkerDeath, type WorkerClient } from '../measure/protocol/worker-client.js';
import { cacheBoundaries } from '../model/region.js';
import type { RunConfig } from '../model/run-config.js';
import { executes } from '../model/target-status.js';
import type { Threading } from '../model/threading.js';
import { unthrottledThreadCount } from '../model/topology.js';
import { regionContext } from '../plan/make-plan.js';
import { regionsOf, totalBytes } from '../plan/regions.js';
import { resolveTargets } from '../plan/resolve-targets.js';
import { nearestProfile } from '../softmax/choose-variant.js';
import type { PassId } from '../softmax/passes.js';
import type { VariantProfile } from '../softmax/variant-profile.js';
import { writeAtomically } from '../storage/atomic-file.js';
import { prepareOutputFolder } from '../storage/store.js';
import { heatsOf, type Heat } from '../tuning/heats.js';
import { isDecidedIn, newProfile } from '../tuning/tuned-profile.js';
import { tuneHeats, type HeatEnd } from '../tuning/tune.js';
import { heatCell, WorkerDevice } from '../tuning/worker-device.js';
import { formatBytes } from '../units.js';
import { cpuOf } from './find-profiles.js';
import { inspectComputer, type Computer } from './inspect-computer.js';
import { probeComputer } from './probe-computer.js';

/** What is to be tuned. */
export interface TuneRequest {
  /** Its targets, seed, input, cache size and budget count. */
  readonly config: RunConfig;
  readonly passes: readonly PassId[];
  readonly threads: 'one' | 'all';
  /** Null for the profile of this CPU in the configuration folder of the user. */
  readonly path: string | null;
  /** What to do with a profile that is there: race what it has not decided, or begin anew; null refuses. */
  readonly existing: 'resume' | 'replace' | null;
}

/** What is told of a tuning. */
export interface TuneEvents {
  readonly planned: (heats: readonly Heat[], path: string, computer: Computer) => void;
  readonly ended: (end: HeatEnd, heatCount: number) => void;
}

/** What a tuning leaves. */
export interface TuneEnd {
  readonly profile: VariantProfile;
  readonly path: string;
  /** The heats that had no time to decide, or that an interruption left. */
  readonly undecidedCount: number;
}

/** Each has memory of its own, which a result shows to matter; more would take too long to start. */
const mostProcesses = 5;

/** A process that starts may take a second of so many. */
const secondsPerProcess = 6;

/** The share of the available memory that all processes may take. */
const memoryShare = 0.6;

/**
 * Finds the variants that are faster than the default on this computer, and keeps what is decided in a file after each
 * step. Aborting `signal` ends it at once.
 * @throws SoftmaxBenchError for a profile that is there already, for memory that is not, where no process starts, and where
 * nothing has several variants.
 */
export async function tuneComputer(
  request: TuneRequest,
  signal: AbortSignal,
  events: TuneEvents,
): Promise<TuneEnd> {
  const startMs = performance.now();
  requireFreeProcesses({ readText });
  const inspected = inspectComputer(request.config);
  const cpu = cpuOf(inspected.loaded);
  const path = request.path ?? tunedProfilePath(inspected.machine.cpuModel, cpu);
  const before = previousProfile(path, request);
  const targets = resolveTargets(request.config.targets, inspected.loaded.targets);
  const computer = await probeComputer(inspected, request.config, signal);
  const profile = before ?? freshProfile(computer, request);
  const heats = heatsFor(computer, targets, request, profile);
  if (heats.length === 0 && before === null) {
    throw new SoftmaxBenchError(
      `nothing to tune: on ${targets.join(', ')} each of the passes has one variant`,
    );
  }
  events.planned(heats, path, computer);
  if (heats.length === 0) return { profile, path, undecidedCount: 0 };
  prepareOutputFolder(dirname(path));
  const deadlineMs = startMs + 1000 * request.config.budgetSeconds;
  let last = profile;
  let undecidedCount = heats.length;
  const workers: WorkerClient[] = [];
  const kill = (): void => {
    for (const worker of workers) void worker.kill();
  };
  signal.addEventListener('abort', kill);
  try {
    const device = await openDevice(computer, heats, request.config, () => {
      const worker = forkWorker();
      workers.push(worker);
      if (signal.aborted) void worker.kill();
      return worker;
    });
    const task = { profile, deadlineMs, seed: request.config.seed };
    await tuneHeats(heats, device, task, (end) => {
      last = end.profile;
      if (end.decisions !== null) {
        undecidedCount -= 1;
        writeAtomically(path, `${JSON.stringify(last, null, 2)}\n`, exitCodes.failure);
      }
      events.ended(end, heats.length);
    });
  } catch (error) {
    if (!(error instanceof WorkerDeath)) throw error;
    if (!signal.aborted) throw new SoftmaxBenchError(error.message, exitCodes.failure);
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
  return { profile: last, path, undecidedCount };
}

function previousProfile(path: string, { existing }: TuneRequest): VariantProfile | null {
  if (!existsSync(path) || existing === 'replace') return null;
  if (existing === 'resume') return readProfile(path);
  throw new SoftmaxBenchError(
    `${path}: exists: give --resume to tune what it leaves undecided, or --force to begin anew`,
  );
}

function freshProfile({ machine, loaded, tool }: Computer, { config }: TuneRequest) {
  const cpu = cpuOf(loaded);
  const { cpuModel, lastLevelCacheBytes } = machine;
  return newProfile(tunedProfileName(cpuModel, cpu), nearestProfile(builtInProfiles(), cpu).name, {
    toolVersion: tool.version,
    createdAtUtc: new Date().toISOString(),
    cpuModel,
    cpu: cpu ?? { vendor: '', family: 0, model: 0, features: [] },
    lastLevelCacheBytes,
    seconds: 0,
    seed: config.seed,
  });
}

function heatsFor(
  { machine, loaded }: Computer,
  targets: readonly Heat['target'][],
  { passes, threads }: TuneRequest,
  profile: VariantProfile,
): readonly Heat[] {
  const { topology, lastLevelCacheBytes, lastLevelCacheSource } = machine;
  const ownerOf = (target: Heat['target']) =>
    loaded.backends.find((backend) => executes(backend, target));
  const count = topology ? unthrottledThreadCount(topology) : 1;
  const all: Threading = { threadCount: count, placement: 'compact', scaling: 'weak' };
  const threadings = threads === 'all' && count > 1 ? [null, all] : [null];
  return heatsOf({
    targets,
    passes,
    threadings,
    boundaries: cacheBoundaries(machine, lastLevelCacheBytes, lastLevelCacheSource),
    hasChoice: (target, pass, store) =>
      (ownerOf(target)?.variants(target, pass) ?? []).filter((own) => own.store === store).length >
      1,
    exists: (target, algorithm) =>
      algorithm.passes.every(({ pass, store }) =>
        ownerOf(target)
          ?.variants(target, pass)
          .some((own) => own.store === store),
      ),
    hasThreads: (target) => ownerOf(target)?.allocateTeam != null,
    isDecided: (use) => isDecidedIn(profile, use),
  });
}

/** As many processes as have memory, one at least. @throws SoftmaxBenchError where one has not. */
async function openDevice(
  { machine, loaded, availableMemoryBytes }: Computer,
  heats: readonly Heat[],
  { input, seed, budgetSeconds }: RunConfig,
  fork: () => WorkerClient,
): Promise<WorkerDevice> {
  const cells = heats.map((heat) => heatCell(heat, []));
  const regions = regionsOf(cells, regionContext(loaded.backends, machine));
  const bytes = totalBytes(regions) + besideRegionsBytes([]);
  const processCount = Math.min(
    Math.max(1, Math.floor(budgetSeconds / secondsPerProcess)),
    mostProcesses,
    Math.floor((memoryShare * availableMemoryBytes) / bytes),
  );
  if (processCount < 1) {
    throw new SoftmaxBenchError(
      `tuning takes ${formatBytes(bytes)} of memory, ${formatBytes(memoryShare * availableMemoryBytes)} are available: ` +
        'end other programs, or give --threads 1',
    );
  }
  const { lastLevelCacheBytes } = machine;
  const request = {
    regions,
    input,
    seed,
    lastLevelCacheBytes,
    externals: [],
    opensLibraries: false,
  };
  return await WorkerDevice.open(processCount, fork, request, loaded.backends, () =>
    performance.now(),
  );
}
