import { formatPercent, formatRatio } from '../../units.js';
import type { WriteAllocateProbe } from '../analysis.js';
import { groupOf, type MeasuredGroup } from '../cells/sweeps.js';
import { pairedRatio, type PairedRatio } from '../../statistics/paired-ratio.js';

/** Bus bytes of copy over those of copy-streaming, 3N over 2N, when stores read what they allocate. */
const ratioWithAllocation = 1.5;

/** Within this share of either end the conclusion is that end. */
const endShare = 0.25;

/**
 * Whether ordinary stores read the line that they overwrite, from copy against copy-streaming at one
 * size out of cache, taking for granted that both are limited by the bytes that they move. Null when one
 * of the two is missing.
 */
export function probeWriteAllocate(
  group: MeasuredGroup,
  elementCount: number | null,
): WriteAllocateProbe | null {
  const measured = group.sizes.find((size) => size.elementCount === elementCount)?.measured;
  const copy = measured?.get('copy');
  const streaming = measured?.get('copy-streaming');
  if (copy === undefined || streaming === undefined) return null;
  const ratio = pairedRatio(copy, streaming);
  if (ratio === null) return null;
  return {
    ...groupOf(group),
    elementCount: copy.cell.elementCount,
    copyOverStreaming: ratio,
    avoidedShare: avoidedShareOf(ratio.ratio),
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
}: PairedRatio): Pick<WriteAllocateProbe, 'conclusion' | 'explanation'> {
  const seen = `copy takes ${formatRatio(ratio)} the time of copy-streaming`;
  const expected = `bytes alone give ${formatRatio(ratioWithAllocation)} if ordinary stores read the lines that they allocate, and 1x if not`;
  if (interval === null) {
    return { conclusion: 'unknown', explanation: `Too few rounds: ${seen}; ${expected}.` };
  }
  const leastAvoided = avoidedShareOf(interval.high);
  const mostAvoided = avoidedShareOf(interval.low);
  if (mostAvoided <= endShare) {
    const text = `This CPU reads the lines that ordinary stores allocate: ${seen}; ${expected}.`;
    return { conclusion: 'allocates', explanation: text };
  }
  if (leastAvoided >= 1 - endShare) {
    const text = `This CPU seems to avoid the allocation read: ${seen}; ${expected}.`;
    return { conclusion: 'avoids', explanation: text };
  }
  const share = `${formatPercent(avoidedShareOf(ratio))} of the allocation reads seem to be avoided or hidden`;
  return { conclusion: 'partly', explanation: `About ${share}: ${seen}; ${expected}.` };
}
