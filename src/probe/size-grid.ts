/** The smallest of the sizes 2^k and 1.5 x 2^k that is at least that many bytes. */
export function gridSizeFrom(bytes: number): number {
  const power = 2 ** Math.floor(Math.log2(bytes));
  return [power, 1.5 * power].find((size) => size >= bytes) ?? 2 * power;
}

/** The next larger size of the grid. */
export function gridSizeAfter(size: number): number {
  return gridSizeFrom(size + 1);
}
