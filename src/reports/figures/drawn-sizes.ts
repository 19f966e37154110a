import type { Analysis } from '../../analysis/analysis.js';
import { compareProblems, formatProblem, type Problem } from '../../model/problem.js';

/** More lie on the same pixels of the widest figure. */
const mostSizes = 400;

/** What figures draw of an analysis. */
interface DrawnSizes {
  readonly analysis: Analysis;
  /** One sentence for captions on what is left out; empty where all is drawn. */
  readonly note: string;
}

/** The analysis with as many of its sizes as a figure can show, evenly spread, those of headlines among them. */
export function drawnSizesOf(analysis: Analysis): DrawnSizes {
  const { cells, speedups, winners, sweeps, externals, variants } = analysis;
  const byKey = new Map(cells.map(({ problem }) => [formatProblem(problem), problem]));
  if (byKey.size <= mostSizes) return { analysis, note: '' };
  const keys = [...byKey].sort(([, a], [, b]) => compareProblems(a, b)).map(([key]) => key);
  const headlines = sweeps.flatMap(({ outOfCacheProblem }) => outOfCacheProblem ?? []);
  const kept = new Set(headlines.map(formatProblem));
  for (let index = 0; index < mostSizes; index += 1) {
    kept.add(keys[Math.round((index * (keys.length - 1)) / (mostSizes - 1))]!);
  }
  const keptOf = <Own extends { readonly problem: Problem }>(all: readonly Own[]): readonly Own[] =>
    all.filter(({ problem }) => kept.has(formatProblem(problem)));
  return {
    analysis: {
      ...analysis,
      cells: keptOf(cells),
      speedups: keptOf(speedups),
      winners: keptOf(winners),
      externals: keptOf(externals),
      variants: keptOf(variants),
    },
    note: ` Drawn: ${kept.size} of ${byKey.size} sizes.`,
  };
}
