/** A time in the digits that a result holds; null stays null. */
export function timeValue(durationNs: number): number;
export function timeValue(durationNs: number | null): number | null;
export function timeValue(durationNs: number | null): number | null {
  return rounded(durationNs, 7);
}

/** A ratio or a bandwidth: no interval is narrower than the last digit. Null stays null. */
export function ratioValue(value: number | null): number | null {
  return rounded(value, 5);
}

/** Integers keep all of their digits. */
function rounded(value: number | null, digits: number): number | null {
  return value === null || Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}
