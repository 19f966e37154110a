/**
 * The first of the values as a text, and how many more there are: `a; b; and 3 more`.
 * @param most so many are named.
 * @param separator between them.
 */
export function shortList<Value>(
  values: readonly Value[],
  most: number,
  textOf: (value: Value) => string,
  separator = '; ',
): string {
  const named = values.slice(0, most).map(textOf);
  const hiddenCount = values.length - named.length;
  return [...named, ...(hiddenCount > 0 ? [`and ${hiddenCount} more`] : [])].join(separator);
}
