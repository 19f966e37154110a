import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { StateAnswer } from '../../analysis/study/answer-schema.js';
import type { Winners } from '../../analysis/study/winners-schema.js';
import { axisOf, groupAxes, isSameSweep } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import { problemText } from '../../model/problem-text.js';
import { formatProblem, workingSetOf, type Problem } from '../../model/problem.js';
import type { CacheState } from '../../model/vocabulary.js';
import { formatBytes, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { numbers, roughNote, roughText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { fittingColumns } from '../shared/fitting-columns.js';
import { namedAlgorithms, shippedIn, shipsNonTemporal } from './shipped-algorithms.js';
import { shownProblems } from './shown-problems.js';
import { cellsAt } from './size-table.js';

const lineColumns = 80;

/**
 * Times of what the answer speaks of, at a few sizes, in lines of 80 columns: `*` marks the fastest and what ties with it, and
 * the last columns name the fastest in each state of the caches. Null when nothing was measured.
 * @param mostRows how many sizes, those at which a range of SHIP begins first; the last is that of the headline.
 */
export function answerTable(analysis: Analysis, mostRows: number): ContentTable | null {
  const { subject, answer } = analysis;
  if (subject === null) return null;
  const algorithms = measuredAlgorithms(analysis, subject);
  const problems = shownProblems(subject, answer.states, mostRows);
  const columns = [
    ...numbers(
      analysis.batches === null ? 'N' : 'shape',
      'x + y',
      ...algorithms.map(shortAlgorithmName),
    ),
    ...words(...answer.states.map(({ cacheState }) => `best, ${stateText(cacheState)}`)),
  ];
  const rows = problems.map((problem) => {
    const cells = cellsAt(analysis, subject, problem);
    const winners = answer.states.map((state) => winnersAt(analysis, state, problem));
    return [
      analysis.batches === null ? problemText(problem) : formatProblem(problem),
      formatBytes(workingSetOf(problem)),
      ...algorithms.map((id) => timeText(cells, id, winners[0])),
      ...answer.states.map((state, index) => bestText(state, winners[index])),
    ];
  });
  const named = namedAlgorithms(analysis).filter((id) => algorithms.includes(id));
  const optional = named.map((id) => algorithms.indexOf(id) + 2);
  return {
    title: 'Time by size',
    note: noteOf(rows, answer.states),
    ...fittingColumns({ columns, rows }, optional, lineColumns),
  };
}

/** With what a form with NT stores costs whoever reads y next. */
function noteOf(rows: readonly (readonly string[])[], states: readonly StateAnswer[]): string {
  const rough = rows.some((row) => row.some((text) => text.startsWith('~')))
    ? `; ${roughNote}`
    : '';
  const reader = shipsNonTemporal(states) ? '; -nt leaves y in DRAM for its next reader' : '';
  return `ns/element; * fastest or a tie with it${reader}${rough}`;
}

/** Those of the subject that SHIP names or the study compares, in the order of cells. */
function measuredAlgorithms(analysis: Analysis, subject: SweepFacts): readonly string[] {
  const named = namedAlgorithms(analysis);
  const measured = new Set(
    analysis.cells
      .filter((cell) => isSameSweep(cell, subject))
      .map(({ implementation }) => implementation),
  );
  return [...measured].filter((id) => named.includes(id));
}

function winnersAt(
  { winners }: Analysis,
  state: StateAnswer,
  problem: Problem,
): Winners | undefined {
  return matching(winners, { ...state, problem }, groupAxes)[0];
}

/** What to ship where that wins or ties. */
function bestText({ ranges }: StateAnswer, winners: Winners | undefined): string {
  if (winners === undefined) return '-';
  const fast = [winners.fastest, ...winners.tied];
  const shipped = shippedIn(ranges, winners.problem);
  return shortAlgorithmName(fast.find((id) => id === shipped) ?? winners.fastest);
}

/** `cold y` and `warm`: as short as a column is narrow. */
function stateText(state: CacheState): string {
  return axisOf('cacheState').text(state).replace('output', 'y');
}

function timeText(
  cells: readonly CellAnalysis[],
  id: string,
  winners: Winners | undefined,
): string {
  const cell = cells.find(({ implementation }) => implementation === id);
  if (cell === undefined) return '-';
  const isBest = winners !== undefined && [winners.fastest, ...winners.tied].includes(id);
  return `${roughText(cell, formatSignificant(cell.nsPerElement))}${isBest ? '*' : ' '}`;
}
