/**
 * The one place where quantities become text. Three significant digits; the integer part is never
 * rounded away; anything that is not finite is shown as `-`.
 */

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const elementUnits = [
  [2 ** 30, 'Gi'],
  [2 ** 20, 'Mi'],
  [2 ** 10, 'Ki'],
] as const;
const durationUnits = ['ns', 'us', 'ms', 's'];

/** A size in bytes in powers of 1024: `4 KiB`, `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  return trimZeros(scaled(bytes, 1024, binaryUnits));
}

/** A whole number with thousands separators: `65,536`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, ',') : '-';
}

/**
 * An element count as the input takes it: `32 Mi`, `1.5 Ki`, where that is exact in three digits; else in full,
 * with thousands separators from five digits on: `1000`, `50,257`.
 */
export function formatElements(count: number): string {
  if (!Number.isFinite(count)) return '-';
  for (const [unit, prefix] of elementUnits) {
    const inUnit = count / unit;
    if (inUnit >= 1 && inUnit === Number(inUnit.toPrecision(3))) return `${inUnit} ${prefix}`;
  }
  return count < 10_000 ? String(count) : formatCount(count);
}

/** A duration given in nanoseconds: `12.0 ns`, `1.25 ms`. Seconds are the largest unit. */
export function formatDuration(durationNs: number): string {
  return scaled(durationNs, 1000, durationUnits);
}

/** A throughput given in bytes per second, in 10^9 bytes per second: `12.3 GB/s`. */
export function formatGigabytesPerSecond(bytesPerSecond: number): string {
  return withUnit(formatSignificant(bytesPerSecond / 1e9), ' GB/s');
}

/** A ratio, 1 meaning equal: `1.27x`. */
export function formatRatio(ratio: number): string {
  return withUnit(formatSignificant(ratio), 'x');
}

/** A share, 1 meaning all: 0.28 is `28%`. */
export function formatPercent(share: number): string {
  return trimZeros(withUnit(formatSignificant(share * 100), '%'));
}

/** A share that is known roughly, such as noise, in two digits: 0.0147 is `1.5%`. */
export function formatRoughPercent(share: number): string {
  return formatPercent(Number(share.toPrecision(2)));
}

/** A number with three significant digits and no unit: `0.208`, `12.0`, `1234`. */
export function formatSignificant(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  // Round first: 9.996 has one integer digit before rounding and two after it.
  const rounded = Math.abs(Number(value.toPrecision(3)));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(rounded)));
  return value.toFixed(Math.min(decimals, 100));
}

/** The largest unit in which the rounded number is at least 1. */
function scaled(value: number, base: number, units: readonly string[]): string {
  if (!Number.isFinite(value)) return '-';
  let index = 0;
  let inUnit = value;
  while (index < units.length - 1 && Math.abs(Number(formatSignificant(inUnit))) >= base) {
    inUnit /= base;
    index += 1;
  }
  return withUnit(formatSignificant(inUnit), ` ${units[index] ?? ''}`);
}

function withUnit(text: string, unit: string): string {
  return text === '-' ? text : text + unit;
}

function trimZeros(text: string): string {
  return text.replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) => (kept === '' ? '' : `.${kept}`));
}
