import type { seriesAxes } from '../model/axes.js';
import { sweepAxes, type CellPoint } from '../model/axes.js';
import type { OperationId } from '../model/vocabulary.js';
import { studyOf } from '../softmax/studies.js';

/**
 * What is compared between machines. `time` is ns per element, `skeleton-fraction` speed over that of the
 * memory-only version, `speedup` speed over that of a rival of the study; both sides of the latter two
 * were measured on the same machine in the same rounds.
 */
export const quantities = ['time', 'skeleton-fraction', 'speedup'] as const;
export type Quantity = (typeof quantities)[number];

/** What a series is of. */
export interface SeriesHead extends Pick<CellPoint, (typeof seriesAxes)[number]> {
  readonly quantity: Quantity;
  /** What `speedup` is over; null for the others. */
  readonly over: string | null;
  /** The stores of its passes, on which its bytes depend: `ordinary ordinary`. */
  readonly stores: string;
}

/** The axes of a sweep but the target: machines with other instruction sets are compared too. */
export const slotAxes = sweepAxes.filter((name) => name !== 'target');
export type Slot = Pick<CellPoint, (typeof slotAxes)[number]>;

/** What a series or a row is of; no implementation means all of the operation. */
export interface Subject {
  readonly operation: OperationId;
  readonly implementation: string | null;
  /** What the quantity is over; null for none. */
  readonly over: string | null;
}

/** `two-pass`, `two-pass over three-pass-reload`, or `all softmax`. */
export function subjectText(
  { operation, implementation, over }: Subject,
  nameOf = (id: string): string => id,
): string {
  if (implementation === null) return `all ${operation}`;
  return over === null ? nameOf(implementation) : `${nameOf(implementation)} over ${nameOf(over)}`;
}

/** Whether a study is about the operation: ranks and means are of these, the rest are baselines. */
export function isStudied({ operation }: { readonly operation: OperationId }): boolean {
  return studyOf(operation) !== undefined;
}
