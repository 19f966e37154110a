import type { PassAnalysis } from '../../analysis/analysis.js';

/** What a pass moves: the three kinds that differ in what they ask of memory. */
export type PassKind = 'reads' | 'reads and writes' | 'in place';

/** Every kind, in the order of legends. */
export const passKinds: readonly PassKind[] = ['reads', 'reads and writes', 'in place'];

/** The kind of a pass of a softmax algorithm, by the streams that it declares. */
export function passKindOf({ reads, writes }: Pick<PassAnalysis, 'reads' | 'writes'>): PassKind {
  if (writes.length === 0) return 'reads';
  return writes.every((stream) => reads.includes(stream)) ? 'in place' : 'reads and writes';
}
