/**
 * softmax-bench as a library: measure, read a result, analyse it. The command line is made of the same parts.
 *
 * @packageDocumentation
 */
export { analyze } from './analysis/analyze.js';
export type { Analysis, AnalysisOptions, CellAnalysis, Speedup } from './analysis/analysis.js';
export { measure, type MeasureOptions } from './commands/measure.js';
export type { RunConfig } from './config/schema.js';
export type { CacheState, Target } from './config/vocabulary.js';
export type { ResultDocument } from './document/result.js';
export { readDocument } from './document/store.js';
export type { CellOutcome } from './measure/outcome.js';
export { SoftmaxBenchError } from './errors.js';
