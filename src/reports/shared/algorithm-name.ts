/** The id as it fits over a column: `recompute` for `three-pass-recompute`. */
export function shortAlgorithmName(id: string): string {
  return id.replace(/^three-pass-/, '');
}
