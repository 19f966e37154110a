const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** What `sparkline` does with values off its scale, for the note of a table. */
export const offScaleNote = '↑ ↓: off the scale.';

/**
 * One character a value, higher for larger, on a logarithmic scale over `range`; a space where a value
 * is null, an arrow where it is out of the range. Values are positive.
 */
export function sparkline(
  values: readonly (number | null)[],
  range: { readonly low: number; readonly high: number },
): string {
  const span = Math.log(range.high / range.low);
  // The ends of a range may come from a logarithm and back.
  const slack = 1 + 1e-9;
  return values
    .map((value) => {
      if (value === null) return ' ';
      if (value > range.high * slack) return '↑';
      if (value < range.low / slack) return '↓';
      const share = span === 0 ? 0.5 : Math.log(value / range.low) / span;
      return bars[Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)))]!;
    })
    .join('');
}
