import type { Target } from '../config/vocabulary.js';
import type { Machine } from '../machine/machine.js';
import { elementBytes } from '../softmax/traffic.js';
import { formatBytes, formatCount, formatPercent, formatRatio } from '../units.js';
import { classify, type PairedRatio } from './paired-ratio.js';
import type { SummaryRow } from './summary-row.js';
import type { TwoPassGain } from './two-pass-gain.js';

/** What the verdict is a sentence about. */
export interface VerdictInput {
  readonly target: Target;
  /** By element count, smallest first. */
  readonly rows: readonly SummaryRow[];
  readonly machine: Pick<Machine, 'lastLevelCacheBytes'>;
  /** False when the run was interrupted, which the sentence then says. */
  readonly isComplete: boolean;
}

/** From this many times the last-level cache on, what an array leaves in cache no longer matters. */
export const outOfCacheMultiple = 4;

/**
 * The size that stands for memory: the largest one whose arrays each reach `outOfCacheMultiple` times
 * the last-level cache, else the largest that no cache holds, else null. Sizes at which two-pass
 * and three-pass can be compared come before those at which they cannot.
 */
export function outOfCacheRow(
  rows: readonly SummaryRow[],
  machine: Pick<Machine, 'lastLevelCacheBytes'>,
): SummaryRow | null {
  const beyond = rows.filter(({ cacheLevel }) => cacheLevel === 'memory');
  const farBeyond = beyond.filter((row) => isFarBeyond(row, machine));
  for (const candidates of [farBeyond, beyond]) {
    const comparable = candidates.findLast(({ twoPassGain }) => twoPassGain !== null);
    if (comparable !== undefined) return comparable;
  }
  return farBeyond.at(-1) ?? beyond.at(-1) ?? null;
}

/**
 * One sentence: how two-pass does against the better three-pass algorithm out of cache, and beside it
 * what the paper claims for that instruction set. Says so when there is nothing to compare.
 */
export function verdictOf({ target, rows, machine, isComplete }: VerdictInput): string {
  const interruption = isComplete ? '' : ' (the run was interrupted)';
  const row = outOfCacheRow(rows, machine);
  if (row === null) {
    const largest = rows.at(-1);
    const reached =
      largest === undefined ? '' : ` (largest: ${formatBytes(largest.footprintBytes)})`;
    return (
      `No verdict for ${target}: no out-of-cache size was measured${interruption}; every footprint ` +
      `fits in the last-level cache of ${formatBytes(machine.lastLevelCacheBytes)}${reached}, ` +
      'so measure larger ones with --sizes.'
    );
  }
  const place =
    `Out of cache on ${target} (${formatCount(row.elementCount)} elements, ` +
    `${formatBytes(row.footprintBytes)}${nearness(row, machine)})`;
  if (row.twoPassGain === null) {
    return (
      `${place} two-pass and a three-pass algorithm were not both measured${interruption}, ` +
      'so there is no verdict.'
    );
  }
  return `${place} ${comparison(row.twoPassGain)}${interruption}; ${paperClaim(target)}.`;
}

function comparison({ threePass, speedup }: TwoPassGain): string {
  const { ratio, interval } = speedup;
  if (interval === null) {
    const seen = ratio >= 1 ? 'shorter' : 'longer';
    return (
      `two-pass took a ${seen} time than ${threePass} (${formatRatio(ratio)} its speed), but ` +
      `${roundsOf(speedup)} cannot tell that from chance`
    );
  }
  const range = `95 % interval ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  switch (classify(interval)) {
    case 'faster': {
      const low = formatPercent(interval.low - 1);
      const high = formatPercent(interval.high - 1);
      const gain = `${formatPercent(ratio - 1)} faster than ${threePass}`;
      return `two-pass is ${gain} (95 % interval ${low} to ${high})`;
    }
    case 'slower':
      return `two-pass is slower than ${threePass}, at ${formatRatio(ratio)} its speed (${range})`;
    case 'no difference':
      return (
        `this run shows no difference between two-pass and ${threePass} ` +
        `(${formatRatio(ratio)} the speed, ${range})`
      );
  }
}

/**
 * Claims of the abstract of Dukhan and Ablavatski, The Two-Pass Softmax Algorithm, 2020; it makes none
 * for other targets.
 */
const paperClaims: Partial<Record<Target, string>> = {
  avx512: 'the paper claims up to 28 % with AVX-512 on Skylake-X',
  avx2: 'the paper claims up to 18 % with AVX2 on Skylake-X',
};

function paperClaim(target: Target): string {
  return paperClaims[target] ?? `the paper claims nothing for ${target}`;
}

/** A footprint barely larger than the cache is partly cached, and its figures must say so. */
function nearness(row: SummaryRow, machine: Pick<Machine, 'lastLevelCacheBytes'>): string {
  if (isFarBeyond(row, machine)) return '';
  const multiple = row.footprintBytes / machine.lastLevelCacheBytes;
  return `, only ${formatRatio(multiple)} the last-level cache and so partly in it`;
}

function isFarBeyond(row: SummaryRow, machine: Pick<Machine, 'lastLevelCacheBytes'>): boolean {
  return row.elementCount * elementBytes >= outOfCacheMultiple * machine.lastLevelCacheBytes;
}

function roundsOf({ roundCount }: PairedRatio): string {
  return roundCount === 1 ? '1 round' : `${roundCount} rounds`;
}
