import type { Target } from '../../model/vocabulary.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import { formatCount, formatPercent } from '../../units.js';
import type { GroupFacts, PaperClaim, PassTableRow, Speedup } from '../analysis.js';
import { isSameGroup } from '../cells/sweeps.js';
import { predictedSpeedups } from './speedups.js';
import { subjectOf } from './subject.js';
import { isThreePass, threePassIds, type ThreePassId } from '../../softmax/three-pass.js';
import { twoPassGain } from './headline-gain.js';

/** By how much two-pass beats three-pass out of cache on Intel Skylake-X, at most (abstract). */
export const claimedGains = [
  { target: 'avx512', instructions: 'AVX-512', ratio: 1.28 },
  { target: 'avx2', instructions: 'AVX2', ratio: 1.18 },
] as const;

/** What claims are held against. */
export interface ClaimEvidence {
  readonly groups: readonly GroupFacts[];
  readonly subject: GroupFacts | null;
  readonly passTable: readonly PassTableRow[];
  readonly speedups: readonly Speedup[];
  readonly cpuModel: string;
}

type Finding = Pick<PaperClaim, 'measured' | 'outcome' | 'reason'>;

/** The firm claims of Dukhan and Ablavatski 2020 (abstract and section 3), each held against the run. */
export function holdClaims(evidence: ClaimEvidence): readonly PaperClaim[] {
  return [
    ...claimedGains.map(({ target, instructions, ratio }) =>
      gainClaim(target, instructions, ratio, evidence),
    ),
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
  { groups, subject, speedups, cpuModel }: ClaimEvidence,
): Finding {
  const group = subject?.target === target ? subject : subjectOf(groups, { target });
  const speedup = group && twoPassGain(group, group.outOfCacheElementCount, speedups);
  if (!speedup) {
    return notComparable(
      `two-pass and three-pass were not both measured out of cache on ${target}`,
    );
  }
  const { ratio, interval, roundCount } = speedup;
  const measured = { ratio, interval, roundCount };
  if (interval === null) return { ...notComparable(tooFewRounds(roundCount)), measured };
  const seen = `on ${cpuModel} two-pass is ${gainText(ratio)} ${speedup.over} at ${formatCount(speedup.elementCount)} elements`;
  if (speedup.classification !== 'faster')
    return { measured, outcome: 'not reproduced', reason: seen };
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

function findLimit(
  limit: number,
  over: ThreePassId,
  { subject, speedups }: ClaimEvidence,
): Finding {
  const speedup =
    subject &&
    speedups.find(
      (own) =>
        isSameGroup(own, subject) &&
        own.elementCount === subject.outOfCacheElementCount &&
        own.algorithm === 'two-pass' &&
        own.over === over,
    );
  if (!speedup) {
    return notComparable(`two-pass and ${over} were not both measured out of cache`);
  }
  const { ratio, interval, roundCount } = speedup;
  const measured = { ratio, interval, roundCount };
  if (interval === null) return { ...notComparable(tooFewRounds(roundCount)), measured };
  const seen = `on ${speedup.target} it is ${gainText(ratio)} it`;
  if (interval.low > limit) {
    return { measured, outcome: 'not reproduced', reason: `${seen}, beyond the limit` };
  }
  const place =
    interval.high < limit ? 'within the limit' : 'at the limit, as far as its interval can tell';
  return { measured, outcome: 'reproduced', reason: `${seen}, ${place}` };
}

/** Reproduced: by the verdict rule every pass of both keeps up with the same pass of its skeleton. */
function memoryBoundClaim(evidence: ClaimEvidence): PaperClaim {
  return {
    id: 'three-pass-memory-bound',
    claim:
      'In a well-optimised implementation on HPC-class processors every pass of both three-pass ' +
      'algorithms is limited by memory bandwidth.',
    origin: 'paper',
    claimedRatio: null,
    ...findMemoryBound(evidence),
  };
}

function findMemoryBound({ subject, passTable }: ClaimEvidence): Finding {
  const rows = passTable.filter(
    (row) => subject !== null && isSameGroup(row, subject) && isThreePass(row.algorithm),
  );
  const judged = rows.flatMap((row) =>
    row.skeletonFraction?.interval == null ? [] : [{ ...row, share: row.skeletonFraction.ratio }],
  );
  const slowest = judged.toSorted((a, b) => a.share - b.share)[0];
  const passCount = threePassIds.reduce((sum, id) => sum + algorithmOf(id).passes.length, 0);
  if (slowest === undefined || judged.length < passCount) {
    return notComparable(
      'the passes of the three-pass algorithms and of their skeletons were not all sampled one by ' +
        'one out of cache in enough rounds',
    );
  }
  const isReproduced = judged.every(({ verdict }) => verdict === 'memory-bound');
  return {
    measured: null,
    outcome: isReproduced ? 'reproduced' : 'not reproduced',
    reason:
      `on ${slowest.target} the pass furthest from memory, ${slowest.pass} of ${slowest.algorithm}, ` +
      `reaches ${formatPercent(slowest.share)} of the speed of the same pass without arithmetic`,
  };
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
