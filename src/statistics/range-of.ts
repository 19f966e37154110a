/** The smallest and the largest of any number of values; `Math.max(...values)` takes some 100,000. */
export function rangeOf(values: Iterable<number>): { readonly low: number; readonly high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
