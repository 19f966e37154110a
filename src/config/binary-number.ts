const multipliers: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/**
 * The value of a decimal number with an optional `Ki`, `Mi` or `Gi` (2^10, 2^20, 2^30), such as
 * `1000`, `64Ki` or `1.5Mi`; null for anything else. The value may be 0, negative or fractional:
 * whether that makes sense is for the caller to say.
 */
export function parseBinaryNumber(text: string): number | null {
  const match = /^([+-]?\d+(?:\.\d+)?)(Ki|Mi|Gi)?$/.exec(text);
  if (match === null) return null;
  const [, digits = '', suffix = ''] = match;
  return Number(digits) * (multipliers[suffix] ?? 1);
}
