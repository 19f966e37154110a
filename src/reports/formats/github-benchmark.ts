import { timeValue } from './digits.js';
import type { AnalyzedResult } from './table.js';

/** An entry of `customSmallerIsBetter`, the input of github-action-benchmark. */
interface GithubBenchmark {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Shown behind the value. */
  readonly range?: string;
  /** Shown beside the point of a chart. */
  readonly extra: string;
}

/** The median time of one call of each measured cell, for GitHub's action for continuous benchmarking. */
export function githubBenchmark({
  analysis,
  document,
}: AnalyzedResult): readonly GithubBenchmark[] {
  const { tool, machine } = document;
  return analysis.cells.map(({ id, medianNs, ci95Ns, sampleCount }) => ({
    name: id,
    unit: 'ns',
    value: timeValue(medianNs),
    ...(ci95Ns === null
      ? {}
      : { range: `95% CI ${timeValue(ci95Ns.low)}-${timeValue(ci95Ns.high)}` }),
    extra: [
      `${sampleCount} samples`,
      machine.cpuModel,
      `${tool.name} ${tool.version}`,
      document.startedAtUtc,
    ].join('\n'),
  }));
}
