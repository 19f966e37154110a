import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import { groupAxes } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import { problemPhrase, problemText } from '../../model/problem-text.js';
import { workingSetOf, type Problem } from '../../model/problem.js';
import { formatBytes } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { numbers, regionText, roughText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

/** The shape of the sweep that tables show in full, and what to call it. */
export function shownSize({ outOfCacheProblem, problems }: SweepFacts) {
  const problem = outOfCacheProblem ?? problems.at(-1)!;
  return {
    problem,
    place: outOfCacheProblem === null ? 'at the largest size' : 'out of cache',
    elements: problemPhrase(problem),
  };
}

/** The cells of the sweep with that shape. */
export function cellsAt(
  analysis: Analysis,
  sweep: SweepFacts,
  problem: Problem,
): readonly CellAnalysis[] {
  return matching(analysis.cells, { ...sweep, problem }, groupAxes);
}

/** One row a shape of the sweep, one column for each of `implementations`; see `roughNote`. */
export function sizeTable(
  analysis: Analysis,
  sweep: SweepFacts,
  implementations: readonly string[],
  cellText: (cell: CellAnalysis) => string,
): Pick<ContentTable, 'columns' | 'rows'> {
  return {
    columns: [
      ...numbers('elements', 'working set'),
      ...words('region'),
      ...numbers(...implementations.map(shortAlgorithmName)),
    ],
    rows: sweep.problems.map((problem) => {
      const cells = cellsAt(analysis, sweep, problem);
      return [
        problemText(problem),
        formatBytes(workingSetOf(problem)),
        regionOf(cells[0], analysis),
        ...implementations.map((id) => {
          const cell = cells.find(({ implementation }) => implementation === id);
          return cell === undefined ? '-' : roughText(cell, cellText(cell));
        }),
      ];
    }),
  };
}

/** `*` marks a transition. */
function regionOf(cell: CellAnalysis | undefined, { machine }: Analysis): string {
  if (cell === undefined) return '-';
  return `${regionText(cell.region, machine)}${cell.isTransition ? ' *' : ''}`;
}
