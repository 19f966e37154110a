import type { CellFacts } from '../../analysis/cells/cell-schema.js';
import type { Machine } from '../../model/machine.js';
import { hidesLastLevel, type Region } from '../../model/region.js';
import type { Interval } from '../../statistics/median-interval.js';
import type { PairedRatio } from '../../statistics/paired-ratio.js';
import { formatRatio, formatSignificant } from '../../units.js';
import type { TextColumn } from './text-table.js';

/** GB/s without the unit, `-` where it is not known. */
export function gigabytes(bytesPerSecond: number | null): string {
  return formatSignificant((bytesPerSecond ?? Number.NaN) / 1e9);
}

/** A ratio such as `1.27x`, `-` where it is not known: not without an interval. */
export function ratioText(ratio: Pick<PairedRatio, 'ratio' | 'interval'> | null): string {
  return formatRatio(ratio?.interval == null ? Number.NaN : ratio.ratio);
}

/** `~12.0` for a figure of a cell with too few rounds for an interval, as `roughNote` explains. */
export function roughText({ flags }: CellFacts, text: string): string {
  return flags.includes('few-samples') ? `~${text}` : text;
}

/** What `~` means, for the note of a table. */
export const roughNote = '~: too few rounds for a 95% CI.';

/** Both ends of an interval of a ratio, `1.26-1.38`; `-` where there is none. */
export function intervalText(interval: Interval | null | undefined): string {
  if (interval == null) return '-';
  return `${formatSignificant(interval.low)}-${formatSignificant(interval.high)}`;
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
