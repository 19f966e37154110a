const prefixes = 'kmgt';

/**
 * The value of a decimal number with an optional `Ki`, `Mi`, `Gi` or `Ti` (2^10 to 2^40) in any case, such as
 * `1000`, `1_000`, `1e6`, `64Ki` or `1.5 Mi`; null for anything else, such as the `024` that a list makes of
 * `1,024`. The value may be 0, negative or fractional: whether that makes sense is for the caller to say.
 */
export function parseBinaryNumber(text: string): number | null {
  const match = /^([+-]?(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d+)?(?:e[+-]?\d+)?) ?(?:([kmgt])i)?$/i.exec(
    text,
  );
  if (match === null) return null;
  const [, digits = '', prefix] = match;
  return valueOf(digits) * (prefix === undefined ? 1 : multiplierOf(prefix, 1024));
}

/**
 * Both readings of a text with the units K, M, G or T, which mean powers of 1000 to some and of 1024 to
 * others: `64Ki (65536) or 64000` of `64K`, `4Ki..1Mi or 4000..1000000` of `4K..1M`. Null without such units.
 */
export function bothReadings(text: string): string | null {
  const unit = /(?<!\w)(\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?) ?([kmgt])b?(?!\w)/gi;
  const binary = text.replace(
    unit,
    (_, digits: string, prefix: string) => `${digits}${prefix.toUpperCase()}i`,
  );
  if (binary === text) return null;
  const decimal = text.replace(unit, (_, digits: string, prefix: string) =>
    String(valueOf(digits) * multiplierOf(prefix, 1000)),
  );
  const value = parseBinaryNumber(binary);
  return `${binary}${value === null ? '' : ` (${value})`} or ${decimal}`;
}

function valueOf(digits: string): number {
  return Number(digits.replaceAll('_', ''));
}

function multiplierOf(prefix: string, base: number): number {
  return base ** (1 + prefixes.indexOf(prefix.toLowerCase()));
}
