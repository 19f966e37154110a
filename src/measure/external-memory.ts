import type { FoundExternal } from '../backends/external/external.js';
import type { Cell } from '../model/cell.js';
import { bytesOf } from '../model/problem.js';

/**
 * What external implementations take of memory to measure these cells, in bytes, beside x and y of the tool's own
 * kernels. Infinity with a cell whose arrays one of them cannot have.
 */
export function externalBytes(found: readonly FoundExternal[], cells: readonly Cell[]): number {
  let copiedBytes = 0;
  let sum = 0;
  for (const { external, memory } of found) {
    const { baseBytes, arrayCounts, copiesOutput, mostArrayBytes } = memory;
    let arrayBytes = 0;
    for (const { implementation, operation, problem } of cells) {
      if (implementation !== external.id) continue;
      const bytes = bytesOf(problem);
      if (bytes > (mostArrayBytes ?? Infinity)) return Infinity;
      arrayBytes = Math.max(arrayBytes, (arrayCounts[operation] ?? 0) * bytes);
      if (copiesOutput) copiedBytes = Math.max(copiedBytes, bytes);
    }
    sum += baseBytes + arrayBytes;
  }
  return sum + copiedBytes;
}
