import { agreeIn, groupAxes, isSameSweep } from '../../model/axes.js';
import type { Machine } from '../../model/machine.js';
import { problemPhrase } from '../../model/problem-text.js';
import { algorithmOf } from '../../softmax/algorithms.js';
import type { Claim, Study } from '../../softmax/studies.js';
import { knownRatio, type KnownRatio } from '../../statistics/paired-ratio.js';
import { formatPercent, formatRatio, formatSignificant } from '../../units.js';
import type { SweepFacts } from '../cells/cell-schema.js';
import { inconclusive } from '../inconclusive.js';
import type { PassTableRow } from '../passes/pass-schema.js';
import { headlineGain } from './headline-gain.js';
import { predictedSpeedups } from './speedups.js';
import type { JudgedClaim, Speedup } from './study-schema.js';
import { subjectOf } from './subject.js';

/** What claims are judged by. */
export interface ClaimEvidence {
  readonly study: Study;
  readonly sweeps: readonly SweepFacts[];
  readonly subject: SweepFacts | null;
  readonly passTable: readonly PassTableRow[];
  readonly speedups: readonly Speedup[];
  readonly machine: Machine;
}

type Judgement = Pick<JudgedClaim, 'measured' | 'outcome' | 'reason'>;

/** The claims of the study, each judged by the run. */
export function judgeClaims(evidence: ClaimEvidence): readonly JudgedClaim[] {
  return evidence.study.claims.flatMap((claim) => {
    switch (claim.kind) {
      case 'gain':
        return [gainClaim(claim, evidence)];
      case 'byte bounds':
        return evidence.study.rivals.flatMap((over) => byteBoundClaims(over, evidence));
      case 'rivals memory-bound':
        return [memoryBoundClaim(evidence)];
    }
  });
}

type GainClaim = Extract<Claim, { kind: 'gain' }>;

function gainClaim(claim: GainClaim, evidence: ClaimEvidence): JudgedClaim {
  const { target, instructions, cpu, ratio } = claim;
  const { headline, rivalsLabel } = evidence.study;
  const gain = formatPercent(ratio - 1);
  return {
    id: `gain-${target}`,
    claim: `Out of cache on ${cpu} ${headline} beats ${rivalsLabel} by up to ${gain} with ${instructions}.`,
    origin: 'stated',
    claimedOn: `${cpu}, ${instructions}`,
    claimedRatio: ratio,
    ...judgeGain(claim, evidence),
  };
}

/** By the interval, which must first say that the headline is faster at all: a wide one is consistent with nothing. */
function judgeGain(
  { target, ratio: claimedRatio }: GainClaim,
  { study, sweeps, subject, speedups, machine }: ClaimEvidence,
): Judgement {
  const { headline, rivalsLabel } = study;
  const sweep = subject?.target === target ? subject : subjectOf(sweeps, { target });
  const problem = sweep?.outOfCacheProblem;
  const speedup = sweep && problem && headlineGain(study, { ...sweep, problem }, speedups);
  if (!speedup) {
    return notTested(
      `${headline} and ${rivalsLabel} were not both measured out of cache on ${target}`,
    );
  }
  const measured = measuredOf(speedup);
  if (measured === null) return undecided(speedup);
  const elements = problemPhrase(speedup.problem);
  const seen = `on ${machine.cpuModel} ${headline} is ${gainText(speedup.ratio)} ${speedup.over} at ${elements}`;
  const { classification } = speedup;
  const { low, high } = measured.interval;
  if (high < claimedRatio) return { measured, outcome: 'below', reason: seen };
  if (classification !== 'faster') {
    return { measured, outcome: 'undecided', reason: `${seen}, which is not significant` };
  }
  return { measured, outcome: low > claimedRatio ? 'exceeds' : 'consistent', reason: seen };
}

/** Bounds that follow from bytes, by the paper's count and with write-allocate. */
function byteBoundClaims(over: string, evidence: ClaimEvidence): readonly JudgedClaim[] {
  const { headline } = evidence.study;
  const { predictedByPassBytes, predictedByBusBytes } = predictedSpeedups(headline, over);
  const bounds = [
    {
      id: 'pass',
      bound: predictedByPassBytes,
      what: 'reads and writes',
      origin: 'stated' as const,
    },
    {
      id: 'bus',
      bound: predictedByBusBytes,
      what: 'reads, writes and write-allocate',
      origin: 'bound' as const,
    },
  ];
  return bounds.flatMap(({ id, bound, what, origin }): readonly JudgedClaim[] => {
    if (bound === null) return [];
    const most = formatPercent(bound - 1);
    return [
      {
        id: `limit-${id}-${over}`,
        claim: `Counting ${what}, ${headline} can beat ${over} by at most ${most}.`,
        origin,
        claimedOn: null,
        claimedRatio: bound,
        ...judgeBound(bound, over, evidence),
      },
    ];
  });
}

/** Consistent: nothing significantly above the bound was measured. */
function judgeBound(
  bound: number,
  over: string,
  { study, subject, speedups }: ClaimEvidence,
): Judgement {
  const problem = subject?.outOfCacheProblem;
  const speedup =
    subject &&
    problem &&
    speedups.find(
      (own) =>
        agreeIn(own, { ...subject, problem }, groupAxes) &&
        own.implementation === study.headline &&
        own.over === over,
    );
  if (!speedup) {
    return notTested(`${study.headline} and ${over} were not both measured out of cache`);
  }
  const measured = measuredOf(speedup);
  if (measured === null) return undecided(speedup);
  const { interval } = measured;
  const seen = `on ${speedup.target} it is ${gainText(measured.ratio)} it`;
  if (interval.low > bound) {
    return { measured, outcome: 'exceeds', reason: `${seen}, above the bound` };
  }
  const place = interval.high < bound ? 'below the bound' : 'consistent with the bound';
  return { measured, outcome: 'consistent', reason: `${seen}, ${place}` };
}

function memoryBoundClaim(evidence: ClaimEvidence): JudgedClaim {
  const { rivals } = evidence.study;
  return {
    id: 'rivals-memory-bound',
    claim:
      `In a well-optimised implementation on HPC-class processors every pass of ${rivals.join(' and ')} ` +
      'is limited by memory bandwidth.',
    origin: 'stated',
    claimedOn: null,
    claimedRatio: null,
    ...judgeMemoryBound(evidence),
  };
}

/** Consistent: by the verdict rule every pass of the rivals is as fast as its baseline. Below: one is significantly slower. */
function judgeMemoryBound({ study, subject, passTable }: ClaimEvidence): Judgement {
  const rows = passTable.filter(
    (row) =>
      subject !== null && isSameSweep(row, subject) && study.rivals.includes(row.implementation),
  );
  const judged = rows.flatMap((row) =>
    row.baselineFraction === null ? [] : [{ ...row, over: row.baselineFraction }],
  );
  const slowest = judged.toSorted((a, b) => a.over.ratio - b.over.ratio)[0];
  const passCount = study.rivals.flatMap((id) => algorithmOf(id).passes).length;
  const isSlow = judged.some(({ verdict }) => verdict === 'mixed' || verdict === 'compute-bound');
  if (slowest === undefined || (judged.length < passCount && !isSlow)) {
    return notTested(
      `not every pass of ${study.rivals.join(' and ')} was sampled on its own out of cache, and its ` +
        'baseline, in enough rounds',
    );
  }
  const { low, high } = slowest.over.interval;
  const skeleton =
    slowest.skeletonFraction === null
      ? ''
      : `, and ${formatRatio(slowest.skeletonFraction.ratio)} that of its memory-only version`;
  const isConsistent = judged.every(({ verdict }) => verdict === 'memory-bound');
  return {
    measured: null,
    outcome: isConsistent ? 'consistent' : isSlow ? 'below' : 'undecided',
    reason:
      `on ${slowest.target} the slowest pass by this measure, ${slowest.pass} of ${slowest.implementation}, ` +
      `has ${formatRatio(slowest.over.ratio)} the speed of ${slowest.baseline} ` +
      `[95% CI ${formatSignificant(low)}-${formatSignificant(high)}]${skeleton}`,
  };
}

function gainText(ratio: number): string {
  return ratio >= 1
    ? `${formatPercent(ratio - 1)} faster than`
    : `${formatPercent(1 - ratio)} slower than`;
}

function measuredOf({ ratio, interval, roundCount }: Speedup): KnownRatio | null {
  return knownRatio({ ratio, interval, roundCount });
}

function undecided({ roundCount }: Speedup): Judgement {
  return { measured: null, outcome: 'undecided', reason: inconclusive(roundCount) };
}

function notTested(reason: string): Judgement {
  return { measured: null, outcome: 'not tested', reason };
}
