/**
 * The candidate that differs least from a mistyped word, or null when none is near: at most a third
 * of the word's letters (and at least two) may be inserted, deleted or replaced.
 */
export function closestMatch(word: string, candidates: readonly string[]): string | null {
  let closest: string | null = null;
  let smallest = Math.max(2, Math.floor(word.length / 3));
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < smallest || (distance === smallest && closest === null)) {
      closest = candidate;
      smallest = distance;
    }
  }
  return closest;
}

/** `, did you mean "<closest>"?`, or nothing when no candidate is near; to end an error message. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const closest = closestMatch(word, candidates);
  return closest === null ? '' : `, did you mean "${closest}"?`;
}

/** Levenshtein's distance, one row of the table at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(row, column - 1) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, at(row, column) + 1, at(next, column - 1) + 1));
    }
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
