/**
 * softmax-bench as a library: measure, read a result, analyse it. The command line is made of the same parts.
 *
 * @packageDocumentation
 */
export type { Analysis } from './analysis/analysis.js';
export { analyze, type AnalysisOptions } from './analysis/analyze.js';
export type { CellAnalysis } from './analysis/cells/cell-schema.js';
export type { Speedup } from './analysis/study/study-schema.js';
export { SoftmaxBenchError } from './errors.js';
export type { CellOutcome } from './model/outcome.js';
export type { Problem } from './model/problem.js';
export type { ResultDocument } from './model/result.js';
export type { RunConfig } from './model/run-config.js';
export type { CacheState, Pages, Target } from './model/vocabulary.js';
export { measure, type MeasureOptions } from './run/measure.js';
export { readDocument } from './storage/store.js';
