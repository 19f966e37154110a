import { bencherMetrics } from './bencher.js';
import { githubBenchmark } from './github-benchmark.js';
import { googleBenchmark } from './google-benchmark.js';
import type { AnalyzedResult } from './table.js';

/** What other tools read of one result, as plain data that JSON can hold, by the name of the format. */
export const toolFormats: ReadonlyMap<string, (result: AnalyzedResult) => object> = new Map<
  string,
  (result: AnalyzedResult) => object
>([
  ['github-benchmark', githubBenchmark],
  ['bencher', bencherMetrics],
  ['google-benchmark', googleBenchmark],
]);
