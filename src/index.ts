/**
 * softmax-bench as a library: measure, read a result, analyse it. The command line is made of the same parts.
 *
 * @packageDocumentation
 */
export { analyze } from './analysis/analyze.js';
export type { Analysis, AnalysisOptions, CellAnalysis, Speedup } from './analysis/analysis.js';
export { measure, type MeasureOptions } from './run/measure.js';
export type { RunConfig } from './model/run-config.js';
export type { CacheState, Target } from './model/vocabulary.js';
export type { ResultDocument } from './model/result.js';
export { readDocument } from './storage/store.js';
export type { CellOutcome } from './model/outcome.js';
export { SoftmaxBenchError } from './errors.js';
