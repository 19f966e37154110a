import { sweepOf } from '../../model/axes.js';
import { pairedRatio, type PairedRatio } from '../../statistics/paired-ratio.js';
import { formatRoughPercent, formatRatio, formatSignificant } from '../../units.js';
import type { SweepFacts } from '../cells/cell-schema.js';
import { inconclusive } from '../inconclusive.js';
import { groupAt, type MeasuredSweep } from '../cells/measured-sweeps.js';
import type { WriteAllocateProbe } from './pass-schema.js';

/** Bus bytes of copy over those of copy-nt, 3N over 2N, when stores read what they allocate. */
const ratioWithAllocation = 1.5;

/** Within this share of either end the conclusion is that end. */
const endShare = 0.25;

/**
 * Whether ordinary stores read the line that they overwrite, from copy over copy-nt at the out-of-cache
 * shape, if both are limited by the bytes that they move. Null when one of the two is missing.
 * @param measuredSweep the outcomes of the same sweep.
 */
export function probeWriteAllocate(
  sweep: SweepFacts,
  measuredSweep: MeasuredSweep,
): WriteAllocateProbe | null {
  const group = groupAt(measuredSweep, sweep.outOfCacheProblem);
  const copy = group?.measured.get('copy');
  const nonTemporal = group?.measured.get('copy-nt');
  if (copy === undefined || nonTemporal === undefined) return null;
  const ratio = pairedRatio(copy, nonTemporal);
  if (ratio === null) return null;
  return {
    ...sweepOf(sweep),
    problem: copy.cell.problem,
    copyOverNonTemporal: ratio,
    ...conclude(ratio),
  };
}

function avoidedShareOf(ratio: number): number {
  const share = (ratioWithAllocation - ratio) / (ratioWithAllocation - 1);
  return Math.min(1, Math.max(0, share));
}

function conclude({
  ratio,
  interval,
  roundCount,
}: PairedRatio): Pick<WriteAllocateProbe, 'avoidedShare' | 'conclusion' | 'explanation'> {
  const inFull = formatRatio(ratioWithAllocation);
  const either = `(${inFull} if paid in full, 1.00x if avoided)`;
  if (interval === null) {
    return {
      avoidedShare: null,
      conclusion: 'undecided',
      explanation: `Write-allocate: ${inconclusive(roundCount)}.`,
    };
  }
  const seen = `copy / copy-nt = ${formatRatio(ratio)}`;
  const avoidedShare = avoidedShareOf(ratio);
  const least = avoidedShareOf(interval.high);
  const most = avoidedShareOf(interval.low);
  if (most <= endShare) {
    return {
      avoidedShare,
      conclusion: 'allocates',
      explanation: `Write-allocate is paid in full: ${seen} (${inFull} expected).`,
    };
  }
  if (least >= 1 - endShare) {
    return {
      avoidedShare,
      conclusion: 'avoids',
      explanation: `Write-allocate is avoided: ${seen} (1.00x expected).`,
    };
  }
  if (least === 0 || most === 1) {
    const range = `95% CI ${formatSignificant(interval.low)}-${formatSignificant(interval.high)}`;
    return {
      avoidedShare: null,
      conclusion: 'undecided',
      explanation: `Write-allocate is undecided: ${seen} [${range}] ${either}.`,
    };
  }
  return {
    avoidedShare,
    conclusion: 'partly',
    explanation: `About ${formatRoughPercent(avoidedShare)} of write-allocate is avoided or hidden: ${seen} ${either}.`,
  };
}
