import type { Machine } from '../model/machine.js';
import { oneRow, type Problem } from '../model/problem.js';
import { isOutOfCache, type CacheBoundary } from '../model/region.js';
import type { RunConfig } from '../model/run-config.js';
import { domainsOf } from '../model/topology.js';
import type { Threading } from '../model/threading.js';
import type { CacheState, Scaling } from '../model/vocabulary.js';
import { namedIn, problemsOf, representativeProblems } from './sizes.js';
import { ringBytes } from './ring.js';
import { resolveThreadCounts } from '../config/thread-syntax.js';
import { placedCpus } from './placement.js';

/** One setting of cache state and threads, and what is measured in it. */
export interface Setting {
  readonly cacheState: CacheState;
  /** Null for one thread. */
  readonly threading: Threading | null;
  readonly problems: readonly Problem[];
  /** Those of them at which external implementations are measured too. */
  readonly externalProblems: readonly Problem[];
  /** Whether only what the answer needs is measured there. */
  readonly isForAnswer: boolean;
  /** Why nothing is measured; null where it is. */
  readonly problem: string | null;
}

/** What settings depend on. */
export interface SettingInput {
  readonly config: RunConfig;
  readonly topology: Machine['topology'];
  /** Ascending; the last is that of the last-level cache. */
  readonly boundaries: readonly CacheBoundary[];
  /** What x and y of all cells may take together. */
  readonly memoryLimitBytes: number;
}

/**
 * The settings of a run in the order of the plan. The first cache state and thread count are measured over all sizes;
 * of a sweep, and of shapes of a preset, the other cache states where they can change the winner; other thread counts as `threadSizes` says.
 * @throws SoftmaxBenchError for a thread count or a CPU that this process may not use.
 */
export function settingsOf(input: SettingInput): readonly Setting[] {
  const { config, boundaries } = input;
  const problems = problemsOf(config, boundaries);
  const isNamed = namedIn(config);
  const representative = representativeProblems(problems, boundaries);
  const fewProblems = problems.filter((own) => isNamed(own) || representative.includes(own));
  const cacheStates = [...new Set(config.cacheStates)];
  return threadingsOf(input).flatMap(({ threading, problem }, index) => {
    const isForAnswer = index > 0 && (config.threadSizes ?? 'all') === 'largest';
    const states = isForAnswer ? cacheStates.slice(0, 1) : cacheStates;
    return states.map((cacheState): Setting => {
      const ofState = cacheState === cacheStates[0] ? problems : fewProblems;
      const ofAnswer = [largestFor(threading, cacheState, problems, input)];
      return {
        cacheState,
        threading,
        problems: isForAnswer ? ofAnswer : ofState,
        externalProblems: isForAnswer
          ? ofAnswer
          : config.shapes === undefined
            ? fewProblems
            : ofState,
        isForAnswer,
        problem,
      };
    });
  });
}

interface PlannedThreading {
  readonly threading: Threading | null;
  readonly problem: string | null;
}

/** Thread counts ascending, each with its scalings and placements. */
function threadingsOf({ config, topology }: SettingInput): readonly PlannedThreading[] {
  const placements = [...new Set(config.placements ?? ['compact'])];
  const scalings = [...new Set<Scaling>(config.scalings ?? ['weak'])];
  return resolveThreadCounts(config.threads ?? [1], topology ?? null).flatMap((threadCount) => {
    if (threadCount === 1) return [{ threading: null, problem: null }];
    const lists = placements.map((placement) =>
      placedCpus(topology!, placement, threadCount).join(),
    );
    return scalings.flatMap((scaling) =>
      placements.map((placement, index): PlannedThreading => {
        const same = lists.indexOf(lists[index]!);
        const problem = same < index ? `the same CPUs as placement ${placements[same]}` : null;
        return { threading: { threadCount, placement, scaling }, problem };
      }),
    );
  });
}

/**
 * The size at which a further thread count is measured: the largest. One row that threads share over several
 * last-level caches grows with these, as together they hold more. Where arrays of the largest size for each thread
 * are too much memory, the largest size out of cache that fits.
 */
function largestFor(
  threading: Threading | null,
  cacheState: CacheState,
  problems: readonly Problem[],
  { config, topology, boundaries, memoryLimitBytes }: SettingInput,
): Problem {
  const largest = problems.at(-1)!;
  if (threading === null) return largest;
  const lastLevelCacheBytes = boundaries.at(-1)!.capacityBytes;
  if (threading.scaling === 'strong') {
    if (config.shapes !== undefined || Array.isArray(config.sizes)) return largest;
    return oneRow(largest.columns * sharedCacheCount(threading, topology));
  }
  const fits = (problem: Problem): boolean => {
    const { xBytes, yBytes } = ringBytes({ problem, cacheState }, lastLevelCacheBytes);
    return threading.threadCount * (xBytes + yBytes) <= memoryLimitBytes / 2;
  };
  const isOut = (problem: Problem): boolean =>
    isOutOfCache(problem, lastLevelCacheBytes / threading.threadCount);
  return fits(largest) ? largest : (problems.findLast((own) => fits(own) && isOut(own)) ?? largest);
}

/** How many last-level caches one problem is spread over: those of all threads that share a row, else one. */
export function sharedCacheCount(
  { placement, threadCount, scaling }: Threading,
  topology: Machine['topology'],
): number {
  if (scaling === 'weak' || !topology) return 1;
  return domainsOf(topology, placedCpus(topology, placement, threadCount)).cacheCount ?? 1;
}
