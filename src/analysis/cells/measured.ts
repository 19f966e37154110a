import type { CellOutcome } from '../../model/outcome.js';

/** A cell with its samples. */
export type MeasuredOutcome = Extract<CellOutcome, { status: 'measured' }>;

/** Measured cells that differ in nothing but the algorithm, by algorithm id. */
export type MeasuredByAlgorithm = ReadonlyMap<string, MeasuredOutcome>;
