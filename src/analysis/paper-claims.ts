import type { Target } from '../config/vocabulary.js';
import { formatCount, formatPercent } from '../units.js';
import type { CellAnalysis, GroupFacts, PaperClaim, Speedup } from './analysis.js';
import { isSameGroup } from './groups.js';
import { predictedSpeedups } from './speedups.js';
import { isThreePass, threePassIds, type ThreePassId } from './three-pass.js';

/** What claims are held against. */
export interface ClaimEvidence {
  readonly groups: readonly GroupFacts[];
  readonly cells: readonly CellAnalysis[];
  readonly speedups: readonly Speedup[];
  readonly cpuModel: string;
}

type Finding = Pick<PaperClaim, 'measured' | 'outcome' | 'reason'>;

/** The firm claims of Dukhan and Ablavatski 2020 (abstract and section 3), each held against the run. */
export function holdClaims(evidence: ClaimEvidence): readonly PaperClaim[] {
  return [
    gainClaim('avx512', 'AVX-512', 1.28, evidence),
    gainClaim('avx2', 'AVX2', 1.18, evidence),
    ...threePassIds.flatMap((over) => limitClaims(over, evidence)),
    memoryBoundClaim(evidence),
  ];
}

/** Reproduced: two-pass is faster for certain, and the interval reaches the claimed gain. */
function gainClaim(
  target: Target,
  instructions: string,
  claimedRatio: number,
  evidence: ClaimEvidence,
): PaperClaim {
  const claimed = formatPercent(claimedRatio - 1);
  return {
    id: `gain-${target}`,
    claim: `Out of cache on Intel Skylake-X two-pass beats three-pass by up to ${claimed} with ${instructions}.`,
    origin: 'paper',
    claimedRatio,
    ...findGain(target, claimedRatio, evidence),
  };
}

function findGain(
  target: Target,
  claimedRatio: number,
  { groups, speedups, cpuModel }: ClaimEvidence,
): Finding {
  const group = shownGroup(groups.filter((candidate) => candidate.target === target));
  const speedup =
    group &&
    smallestOf(speedupsAt(group, speedups).filter(({ algorithm }) => isTwoPass(algorithm)));
  if (!speedup) {
    return notComparable(
      `two-pass and three-pass were not both measured out of cache on ${target}`,
    );
  }
  const { ratio, interval, roundCount } = speedup;
  const measured = { ratio, interval, roundCount };
  if (interval === null) return { ...notComparable(tooFewRounds(roundCount)), measured };
  const seen = `on ${cpuModel} two-pass is ${gainText(ratio)} ${speedup.over} at ${formatCount(speedup.elementCount)} elements`;
  if (interval.low <= 1) return { measured, outcome: 'not reproduced', reason: seen };
  return interval.high >= claimedRatio
    ? { measured, outcome: 'reproduced', reason: seen }
    : { measured, outcome: 'not reproduced', reason: `${seen}, which is less` };
}

/** Bounds that follow from bytes. Reproduced: nothing above the bound is measured for certain. */
function limitClaims(over: ThreePassId, evidence: ClaimEvidence): readonly PaperClaim[] {
  const { predictedByPassBytes, predictedByBusBytes } = predictedSpeedups('two-pass', over);
  const limits = [
    { id: 'pass', ratio: predictedByPassBytes, what: 'reads and writes', origin: 'paper' as const },
    {
      id: 'bus',
      ratio: predictedByBusBytes,
      what: 'reads, writes and write-allocation',
      origin: 'derived' as const,
    },
  ];
  return limits.flatMap(({ id, ratio, what, origin }): PaperClaim[] =>
    ratio === null
      ? []
      : [
          {
            id: `limit-${id}-${over}`,
            claim: `Counting ${what}, two-pass can beat ${over} by at most ${formatPercent(ratio - 1)}.`,
            origin,
            claimedRatio: ratio,
            ...findLimit(ratio, over, evidence),
          },
        ],
  );
}

function findLimit(limit: number, over: ThreePassId, { groups, speedups }: ClaimEvidence): Finding {
  const group = shownGroup(groups);
  const speedup =
    group &&
    speedupsAt(group, speedups).find((own) => isTwoPass(own.algorithm) && own.over === over);
  if (!speedup) {
    return notComparable(`two-pass and ${over} were not both measured out of cache`);
  }
  const { ratio, interval, roundCount } = speedup;
  const measured = { ratio, interval, roundCount };
  if (interval === null) return { ...notComparable(tooFewRounds(roundCount)), measured };
  const seen = `on ${speedup.target} it is ${gainText(ratio)} it`;
  return interval.low <= limit
    ? { measured, outcome: 'reproduced', reason: `${seen}, within the limit` }
    : { measured, outcome: 'not reproduced', reason: `${seen}, beyond the limit` };
}

/** Reproduced: by the verdict rule both three-pass algorithms keep up with their skeletons. */
function memoryBoundClaim({ groups, cells }: ClaimEvidence): PaperClaim {
  return {
    id: 'three-pass-memory-bound',
    claim:
      'In a well-optimised implementation on HPC-class processors every pass of both three-pass ' +
      'algorithms is limited by memory bandwidth.',
    origin: 'paper',
    claimedRatio: null,
    ...findMemoryBound(groups, cells),
  };
}

function findMemoryBound(groups: readonly GroupFacts[], cells: readonly CellAnalysis[]): Finding {
  const group = shownGroup(groups);
  const judged = cells.filter(
    (cell) =>
      group !== null &&
      isSameGroup(cell, group) &&
      cell.elementCount === group.outOfCacheElementCount &&
      isThreePass(cell.algorithm) &&
      cell.skeletonFraction !== null,
  );
  if (judged.length < threePassIds.length) {
    return notComparable(
      'the three-pass algorithms and their skeletons were not measured out of cache',
    );
  }
  const reached = judged
    .map((cell) => `${cell.algorithm} reaches ${formatPercent(cell.skeletonFraction!.ratio)}`)
    .join(' and ');
  const reason = `${reached} of the speed of the same passes without arithmetic on ${judged[0]!.target}`;
  if (judged.some(({ skeletonFraction }) => skeletonFraction!.interval === null)) {
    return notComparable(`too few rounds: ${reason}`);
  }
  const isReproduced = judged.every(({ verdict }) => verdict === 'memory-bound');
  return { measured: null, outcome: isReproduced ? 'reproduced' : 'not reproduced', reason };
}

/** The first group that has left the caches; groups begin with the fastest target. */
function shownGroup(groups: readonly GroupFacts[]): GroupFacts | null {
  return groups.find(({ outOfCacheElementCount }) => outOfCacheElementCount !== null) ?? null;
}

function speedupsAt(group: GroupFacts, speedups: readonly Speedup[]): readonly Speedup[] {
  return speedups.filter(
    (speedup) =>
      isSameGroup(speedup, group) && speedup.elementCount === group.outOfCacheElementCount,
  );
}

/** Over the better of the two three-pass algorithms. */
function smallestOf(speedups: readonly Speedup[]): Speedup | null {
  return speedups.toSorted((a, b) => a.ratio - b.ratio)[0] ?? null;
}

function isTwoPass(algorithm: string): boolean {
  return algorithm === 'two-pass';
}

function gainText(ratio: number): string {
  return ratio >= 1
    ? `${formatPercent(ratio - 1)} faster than`
    : `${formatPercent(1 / ratio - 1)} slower than`;
}

function tooFewRounds(roundCount: number): string {
  return `${roundCount} ${roundCount === 1 ? 'round' : 'rounds'} cannot tell a gain from chance`;
}

function notComparable(reason: string): Finding {
  return { measured: null, outcome: 'not comparable', reason };
}
