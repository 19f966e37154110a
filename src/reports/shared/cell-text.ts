import type { Machine } from '../../model/machine.js';
import { hidesLastLevel, type Region } from '../../model/region.js';
import type { Interval } from '../../statistics/median-interval.js';
import { formatPercent, formatRatio, formatSignificant } from '../../units.js';
import type { TextColumn } from './text-table.js';

/** GB/s without the unit, `-` where it is not known. */
export function gigabytes(bytesPerSecond: number | null): string {
  return formatSignificant((bytesPerSecond ?? Number.NaN) / 1e9);
}

/** A ratio such as `1.27x`, `-` where it is not known. */
export function ratioText(ratio: { readonly ratio: number } | null): string {
  return formatRatio(ratio?.ratio ?? Number.NaN);
}

/** A share such as `98%`, `-` where it is not known. */
export function shareText(share: { readonly ratio: number } | null): string {
  return formatPercent(share?.ratio ?? Number.NaN);
}

/** Both ends of an interval of a ratio, `1.26-1.38`; `-` where there is none. */
export function intervalText(interval: Interval | null | undefined): string {
  if (interval == null) return '-';
  return `${formatSignificant(interval.low)}-${formatSignificant(interval.high)}`;
}

/** Both ends of an interval of a share, `91%-98%`; `-` where there is none. */
export function shareIntervalText(interval: Interval | null | undefined): string {
  if (interval == null) return '-';
  return `${formatPercent(interval.low)}-${formatPercent(interval.high)}`;
}

/** A region as people read it: `L2`, `L3 (LLC)`, `DRAM`. */
export function regionText(
  region: Region,
  machine: Pick<Machine, 'caches' | 'lastLevelCacheSource'>,
): string {
  const level = hidesLastLevel(machine) ? undefined : machine.caches.at(-1)?.level;
  return region === 'LLC' && level !== undefined ? `L${level} (LLC)` : region;
}

/** Columns of words. */
export function words(...heads: readonly string[]): readonly TextColumn[] {
  return heads.map((head) => ({ head, align: 'left' }));
}

/** Columns of numbers. */
export function numbers(...heads: readonly string[]): readonly TextColumn[] {
  return heads.map((head) => ({ head, align: 'right' }));
}
