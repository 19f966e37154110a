import type { HugetlbPool } from '../machine/pages.js';
import { cellAt, type Cell } from '../model/cell.js';
import { cacheBoundaries } from '../model/region.js';
import { oneThread, type Threading } from '../model/threading.js';
import type { Pages } from '../model/vocabulary.js';
import { resolveAlgorithms } from './algorithm-groups.js';
import {
  kernelsOf,
  ownerOf,
  regimeOf,
  variantsFor,
  type PlannedKernels,
} from './choose-kernels.js';
import { externalCells } from './external-cells.js';
import type { FittedCells } from './fit-memory.js';
import { neededForAnswer } from './headline.js';
import type { PlanInput, PlannedBackend } from './make-plan.js';
import { requireReadable } from './result-bounds.js';
import { resolveTargets } from './resolve-targets.js';
import { settingsOf, type Setting } from './settings.js';

/** Every requested cell, skipped where a kernel, threads or the pages do not exist. */
export function possibleCells(input: PlanInput): FittedCells {
  const { config, machine, backends, targets, memoryLimitBytes } = input;
  const algorithms = resolveAlgorithms(config.algorithms);
  const { lastLevelCacheBytes, lastLevelCacheSource, topology } = machine;
  const boundaries = cacheBoundaries(machine, lastLevelCacheBytes, lastLevelCacheSource);
  const kernels = algorithms.flatMap((algorithm) =>
    resolveTargets(config.targets, targets).map((target) =>
      kernelsOf(algorithm, ownerOf(backends, target), target),
    ),
  );
  const isNeeded = neededForAnswer(algorithms.map(({ id }) => id));
  const neededKernels = kernels.filter(({ algorithm }) => isNeeded(algorithm.id));
  const settings = settingsOf({ config, topology, boundaries, memoryLimitBytes });
  const problemCount = settings.reduce((sum, { problems }) => sum + problems.length, 0);
  const profileCount = input.profiles?.length ?? 1;
  requireReadable(
    problemCount * kernels.length * new Set(config.pages).size * profileCount,
    config.samplesPerRound,
  );
  const own = settings.flatMap((setting) =>
    cellsOfSetting(setting, setting.isForAnswer ? neededKernels : kernels, boundaries, input),
  );
  const external = externalCells({
    externals: config.aaOnly ? [] : input.externals,
    operations: new Set(algorithms.map(({ operation }) => operation)),
    settings,
    pages: config.pages[0]!,
    lastLevelCacheBytes,
  });
  return {
    fitting: [
      ...own.flatMap(({ cell, reason }) => (reason === null ? [cell] : [])),
      ...external.fitting,
    ],
    skipped: [
      ...own.flatMap(({ cell, reason }) => (reason === null ? [] : [{ cell, reason }])),
      ...external.skipped,
    ],
  };
}

/** Each with why it cannot be measured; null where it can. */
function cellsOfSetting(
  { cacheState, threading, problems, problem: settingProblem }: Setting,
  kernels: readonly PlannedKernels[],
  boundaries: ReturnType<typeof cacheBoundaries>,
  { config, machine, hugetlbPool, profiles }: PlanInput,
): readonly { readonly cell: Cell; readonly reason: string | null }[] {
  const threads = threading ?? oneThread;
  return problems.flatMap((problem) => {
    const regime = regimeOf(problem, threads.threadCount, boundaries);
    return kernels.flatMap((own) =>
      [...new Set(config.pages)].flatMap((pages) => {
        const { algorithm, backend, target, missing } = own;
        const { id: implementation, operation } = algorithm;
        const point = { operation, implementation, target, problem, cacheState, pages, ...threads };
        const reason =
          missing ??
          settingProblem ??
          threadsProblem(threading, backend) ??
          pagesProblem(pages, backend, machine, hugetlbPool);
        return (profiles ?? [{ name: null, rules: [] }]).map(({ name: profile, rules }) => ({
          cell: cellAt({ ...point, profile }, variantsFor(own, rules, regime)),
          reason,
        }));
      }),
    );
  });
}

/** Why a backend cannot use these threads; null when it can. */
function threadsProblem(
  threading: Threading | null,
  { name, allocateTeam }: PlannedBackend,
): string | null {
  return threading !== null && allocateTeam === null ? `the ${name} backend has no threads` : null;
}

/** Why a backend cannot use these pages here; null when it can. */
function pagesProblem(
  pages: Pages,
  { name, pages: offered }: PlannedBackend,
  { transparentHugePages }: PlanInput['machine'],
  hugetlbPool: HugetlbPool | null,
): string | null {
  if (!offered.includes(pages)) return `the ${name} backend cannot allocate ${pages} pages here`;
  if (pages === 'hugetlb' && hugetlbPool === null)
    return 'this system reports no hugetlb pages of 2 MiB';
  if (pages !== 'huge') return null;
  if (transparentHugePages === null) return 'this system reports no transparent huge pages';
  if (transparentHugePages !== 'never') return null;
  return (
    'transparent huge pages are disabled. ' +
    'Enable them on request: echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled'
  );
}
