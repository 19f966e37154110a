import type { Analysis } from '../../analysis/analysis.js';
import type { CellAnalysis, SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { ShipRange, StateAnswer } from '../../analysis/study/answer-schema.js';
import type { Winners } from '../../analysis/study/winners-schema.js';
import { axisOf, groupAxes, isSameSweep } from '../../model/axes.js';
import { matching } from '../../model/matching.js';
import { problemText } from '../../model/problem-text.js';
import { compareProblems, formatProblem, workingSetOf, type Problem } from '../../model/problem.js';
import type { CacheState } from '../../model/vocabulary.js';
import { formatBytes, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { numbers, roughNote, roughText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { cellsAt } from './size-table.js';

/** More columns of algorithms, and of what is best in a state, than this do not fit in 80 characters. */
const mostColumns = 5;

/**
 * Times of what the answer speaks of, at a few sizes: `*` marks the fastest and what ties with it, and the last columns
 * name the fastest in each state of the caches. Null when nothing was measured.
 * @param mostRows how many sizes, spread over those of the subject; the last is that of the headline.
 */
export function answerTable(analysis: Analysis, mostRows: number): ContentTable | null {
  const { subject, answer } = analysis;
  if (subject === null) return null;
  const algorithms = shownAlgorithms(analysis, subject);
  const problems = spread(shownProblems(subject), mostRows);
  return {
    title: 'Time by size',
    note: `ns/element; * fastest or a tie with it; ${roughNote}`,
    columns: [
      ...numbers(
        analysis.batches === null ? 'N' : 'shape',
        'x + y',
        ...algorithms.map(shortAlgorithmName),
      ),
      ...words(...answer.states.map(({ cacheState }) => `best, ${stateText(cacheState)}`)),
    ],
    rows: problems.map((problem) => {
      const cells = cellsAt(analysis, subject, problem);
      const winners = answer.states.map((state) => winnersAt(analysis, state, problem));
      return [
        analysis.batches === null ? problemText(problem) : formatProblem(problem),
        formatBytes(workingSetOf(problem)),
        ...algorithms.map((id) => timeText(cells, id, winners[0])),
        ...answer.states.map((state, index) => bestText(state, winners[index])),
      ];
    }),
  };
}

/** Of the rivals, the headline and what the answer ships those that were measured. */
function shownAlgorithms(
  { study, answer, cells }: Analysis,
  subject: SweepFacts,
): readonly string[] {
  const measured = new Set(
    cells.filter((cell) => isSameSweep(cell, subject)).map(({ implementation }) => implementation),
  );
  const shipped = answer.states.flatMap(({ ranges }) =>
    ranges.toReversed().map(({ implementation }) => implementation),
  );
  // What is shipped at the largest sizes first, should there be no room for all.
  const wanted = new Set([study.headline, ...shipped, ...study.rivals]);
  const shown = [...wanted]
    .filter((id) => measured.has(id))
    .slice(0, mostColumns - answer.states.length);
  return [...measured].filter((id) => shown.includes(id));
}

/** Up to the size of the headline. */
function shownProblems({ problems, outOfCacheProblem }: SweepFacts): readonly Problem[] {
  if (outOfCacheProblem === null) return problems;
  return problems.filter((problem) => compareProblems(problem, outOfCacheProblem) <= 0);
}

function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!,
  );
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
  const isIn = ({ lowProblem, highProblem }: ShipRange): boolean =>
    compareProblems(lowProblem, winners.problem) <= 0 &&
    compareProblems(winners.problem, highProblem) <= 0;
  const shipped = ranges.find(isIn)?.implementation;
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
