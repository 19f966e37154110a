const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * One character a value, higher for larger, on a logarithmic scale over `range`; a space where a value
 * is null. Values are positive and within the range.
 */
export function sparkline(
  values: readonly (number | null)[],
  range: { readonly low: number; readonly high: number },
): string {
  const span = Math.log(range.high / range.low);
  return values
    .map((value) => {
      if (value === null) return ' ';
      const share = span === 0 ? 0.5 : Math.log(value / range.low) / span;
      return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))]!;
    })
    .join('');
}
