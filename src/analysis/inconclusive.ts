/** What a comparison without an interval says: `only 2 rounds: inconclusive`. */
export function inconclusive(roundCount: number): string {
  return `only ${roundCount} ${roundCount === 1 ? 'round' : 'rounds'}: inconclusive`;
}
