import type { Ratio } from '../../analysis/analysis.js';
import type { Interval } from '../../statistics/median-interval.js';
import { formatPercent, formatRatio, formatSignificant } from '../../units.js';
import type { TextColumn } from '../shared/text-table.js';

/** GB/s without the unit, `-` where it is not known. */
export function gigabytes(bytesPerSecond: number | null): string {
  return formatSignificant((bytesPerSecond ?? Number.NaN) / 1e9);
}

/** A ratio such as `1.27x`, `-` where it is not known. */
export function ratioText(ratio: Pick<Ratio, 'ratio'> | null): string {
  return formatRatio(ratio?.ratio ?? Number.NaN);
}

/** Both ends of an interval of a ratio, `-` where there is none. */
export function intervalText(interval: Interval | null | undefined): string {
  if (interval == null) return '-';
  return `${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
}

/** Both ends of an interval of a share, `-` where there is none. */
export function shareIntervalText(interval: Interval | null | undefined): string {
  if (interval == null) return '-';
  return `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`;
}

/** Columns of words. */
export function words(...heads: readonly string[]): readonly TextColumn[] {
  return heads.map((head) => ({ head, align: 'left' }));
}

/** Columns of numbers. */
export function numbers(...heads: readonly string[]): readonly TextColumn[] {
  return heads.map((head) => ({ head, align: 'right' }));
}
