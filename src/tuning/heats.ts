import { bytesOf, oneRow, type Problem } from '../model/problem.js';
import type { CacheBoundary } from '../model/region.js';
import type { Threading } from '../model/threading.js';
import type { StoreKind, Target } from '../model/vocabulary.js';
import { regimeOf } from '../plan/choose-kernels.js';
import { algorithms, type Algorithm } from '../softmax/algorithms.js';
import type { Regime } from '../softmax/choose-variant.js';
import type { PassId } from '../softmax/passes.js';
import { trafficOf } from '../softmax/traffic.js';
import { profileLevels, type ProfileLevel } from '../softmax/variant-profile.js';

/** The passes of softmax and of the floor that it is held against. */
export const tunedByDefault: readonly PassId[] = [
  ...(['max', 'sum-exp', 'store-exp', 'scale-exp', 'scale-in-place'] as const),
  ...(['ext-sum', 'ext-scale', 'online-sum', 'read', 'copy', 'update'] as const),
];

/** One setting in which the variants of some passes of an algorithm are raced, all in the same calls. */
export interface Heat {
  readonly algorithm: Algorithm;
  readonly target: Target;
  readonly regime: Regime;
  /** Null for one thread. */
  readonly threading: Threading | null;
  readonly problem: Problem;
  /** Indices of the passes that are raced; the others stay at the default. */
  readonly raced: readonly number[];
  /** What one visit takes, about. */
  readonly visitMs: number;
}

/** What a decision is about. */
export interface TunedUse {
  readonly target: Target;
  readonly pass: PassId;
  readonly store: StoreKind;
  readonly level: ProfileLevel;
  readonly threads: Regime['threads'];
}

/** What heats are made from. */
export interface HeatRequest {
  readonly targets: readonly Target[];
  readonly passes: readonly PassId[];
  /** Threads to tune for: null for one. */
  readonly threadings: readonly (Threading | null)[];
  /** Ascending; the last is that of the last-level cache. */
  readonly boundaries: readonly CacheBoundary[];
  /** Whether a pass has more than one variant with that store. */
  readonly hasChoice: (target: Target, pass: PassId, store: StoreKind) => boolean;
  /** Whether all kernels of an algorithm exist. */
  readonly exists: (target: Target, algorithm: Algorithm) => boolean;
  /** Whether several threads can execute a target. */
  readonly hasThreads: (target: Target) => boolean;
  readonly isDecided: (use: TunedUse) => boolean;
}

/** Where threads have nothing in common but their work, what one thread finds is for several too. */
const levelsOfSeveral: readonly ProfileLevel[] = ['LLC', 'DRAM'];

/** Non-temporal stores are for what no cache holds. */
const levelsOfNonTemporal: readonly ProfileLevel[] = ['LLC', 'DRAM'];

/**
 * The heats, one thread before several, inner levels before outer ones. Each pass with its stores is raced once in each regime: in
 * the first algorithm that has it.
 */
export function heatsOf(request: HeatRequest): readonly Heat[] {
  return request.threadings.flatMap((threading) =>
    profileLevels
      .filter((level) => threading === null || levelsOfSeveral.includes(level))
      .flatMap((level) => {
        const problem = problemAt(level, threading, request.boundaries);
        if (problem === null) return [];
        const targets = request.targets.filter(
          (target) => threading === null || request.hasThreads(target),
        );
        return targets.flatMap((target) => heatsAt(problem, threading, target, request));
      }),
  );
}

function heatsAt(
  problem: Problem,
  threading: Threading | null,
  target: Target,
  { passes: wanted, boundaries, hasChoice, exists, isDecided }: HeatRequest,
): readonly Heat[] {
  const scaled = scaledBoundaries(boundaries, threading);
  const regime = regimeOf(problem, threading?.threadCount ?? 1, scaled);
  const { level, threads } = regime;
  const covered = new Set<string>();
  return algorithms.flatMap((algorithm): readonly Heat[] => {
    if (algorithm.kind === 'skeleton' || !exists(target, algorithm)) return [];
    const raced = [...algorithm.passes.entries()].flatMap(([index, { pass, store }]) => {
      const key = `${pass}/${store}`;
      const isWanted =
        wanted.includes(pass) &&
        !covered.has(key) &&
        (store !== 'non-temporal' || levelsOfNonTemporal.includes(level)) &&
        hasChoice(target, pass, store) &&
        !isDecided({ target, pass, store, level, threads });
      if (!isWanted) return [];
      covered.add(key);
      return [index];
    });
    if (raced.length === 0) return [];
    const { passBytes } = trafficOf(algorithm, problem);
    const visitMs = besidesMs + (1000 * passBytes) / slowBytesPerSecond;
    return [{ algorithm, target, regime, threading, problem, raced, visitMs }];
  });
}

/** What a visit takes besides its call, and how fast a call is, about. */
const besidesMs = 3;
const slowBytesPerSecond = 10e9;

/** Out of cache each array is so many times the last-level cache. */
const memoryMultiple = 2;

/** Smaller arrays of a thread would be done before the others have begun. */
const smallestThreadBytes = 8 * 2 ** 20;

/** A row whose x and y lie in the middle of a level; null where the machine has no such level. */
function problemAt(
  level: ProfileLevel,
  threading: Threading | null,
  boundaries: readonly CacheBoundary[],
): Problem | null {
  const threadCount = threading?.threadCount ?? 1;
  const last = boundaries.at(-1)!.capacityBytes / threadCount;
  if (level === 'DRAM') {
    return rowOf(Math.max(memoryMultiple * last, threading === null ? 0 : smallestThreadBytes));
  }
  if (level === 'LLC') {
    const inner = boundaries.at(-2)?.capacityBytes ?? 0;
    // Nearer to the middle than to either edge, by logarithms.
    const workingSet = Math.max(last / 8, Math.min(last / 2, Math.sqrt(2 * inner * last)));
    return workingSet > 2 * inner ? rowOf(workingSet / 2) : null;
  }
  const index = boundaries.findIndex(({ region }) => region === level);
  const inner = boundaries[index - 1]?.capacityBytes ?? 0;
  const capacity = boundaries[index]?.capacityBytes;
  if (capacity === undefined) return null;
  return rowOf((inner === 0 ? 0.75 * capacity : Math.max(2 * inner, capacity / 2)) / 2);
}

/** Whole vectors of any width and loop step. @param arrayBytes of x alone. */
function rowOf(arrayBytes: number): Problem {
  const step = 16 * 12;
  const elements = arrayBytes / bytesOf(oneRow(1));
  return oneRow(Math.max(1, Math.floor(elements / step)) * step);
}

/** Threads share the last level. */
function scaledBoundaries(
  boundaries: readonly CacheBoundary[],
  threading: Threading | null,
): readonly CacheBoundary[] {
  const count = threading?.threadCount ?? 1;
  return boundaries.map((boundary) =>
    boundary.region === 'LLC'
      ? { ...boundary, capacityBytes: boundary.capacityBytes / count }
      : boundary,
  );
}
