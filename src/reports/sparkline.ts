const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * One character a value, higher for larger, from the smallest to the largest on a logarithmic scale;
 * a space where a value is null. Values are positive.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const low = Math.log(Math.min(...known));
  const span = Math.log(Math.max(...known)) - low;
  return values
    .map((value) => {
      if (value === null) return ' ';
      const share = span === 0 ? 0.5 : (Math.log(value) - low) / span;
      return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))]!;
    })
    .join('');
}
