import type { ComparedMachine, Comparison } from '../../compare/comparison.js';
import type { SweepAnswer } from '../../compare/compared-run.js';
import type { Region } from '../../model/region.js';
import { elementsOf, type Problem } from '../../model/problem.js';
import { formatPercent, formatSignificant } from '../../units.js';
import { gigabytes, numbers, ratioText, words } from '../shared/cell-text.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import type { ContentTable } from '../shared/content-table.js';
import type { TextColumn } from '../shared/text-table.js';
import { levelSubject, rankText, regionsOf } from './comparison-texts.js';

/** A column of the matrix. */
interface MatrixColumn {
  readonly column: TextColumn;
  readonly textOf: (machine: ComparedMachine) => string;
}

/** Every machine with what people compare first, for a terminal of 80 columns. */
export function terminalMatrix(comparison: Comparison): ContentTable {
  const all = terminalAllColumns(comparison);
  // No room for more.
  const left = all.length === 0 ? ['L1'] : ['L1', 'L2', 'read'];
  const regions = regionsOf(comparison).filter((region) => !left.includes(region));
  const isRepeated = comparison.machines.some(({ runCount }) => runCount > 1);
  return tableOf(comparison, [
    word('machine', ({ name }) => name),
    ...regions.map(levelColumn),
    ...all,
    ...answerColumns('break-even').filter(({ column }) => !left.includes(column.head)),
    ...(isRepeated ? [runsColumn] : []),
    number('CI', ({ quality }) => halfWidthText(quality)),
  ]);
}

/** The same for pages, which scroll and sort. */
export function pageMatrix(comparison: Comparison): ContentTable {
  const headline = shortAlgorithmName(comparison.study.headline);
  return tableOf(comparison, [
    number('rank', rankText),
    word('machine', ({ name }) => name),
    ...regionsOf(comparison).map(levelColumn),
    ...allThreadsColumns(comparison),
    ...answerColumns(`${headline} break-even`),
    number(`${headline} gain`, ({ headlineGain }) => ratioText(headlineGain)),
    runsColumn,
    number('quality', ({ quality }) => qualityText(quality)),
    word('measured', ({ startedAtUtc }) => startedAtUtc.slice(0, 10)),
    word('version', ({ toolVersion }) => toolVersion),
  ]);
}

function tableOf(comparison: Comparison, columns: readonly MatrixColumn[]): ContentTable {
  const { machines, study } = comparison;
  const { headline, rivalsLabel } = study;
  const heads = columns.map(({ column }) => column.head);
  const rank = heads.includes('rank')
    ? ' Rank: one more than the significantly better machines; "=": tie.'
    : '';
  const all = heads.includes('all')
    ? ` All: the same in DRAM with all threads of each (weak scaling)${machines.length > 2 ? ', with its rank' : ''}; other columns: one thread.`
    : '';
  const gain = heads.some((head) => head.endsWith(' gain'))
    ? ` Gain: ${headline} over the best ${rivalsLabel}.`
    : '';
  return {
    title: 'Machines',
    note:
      `L2, LLC, DRAM: ${comparison.unit}, ${levelSubject(comparison)}. Algorithm: in DRAM ("=": ties). Break-even: ` +
      `elements, always of ${headline} vs ${rivalsLabel} ("*": several).${heads.includes('read') ? ' Read: GB/s.' : ''}${gain}${rank}${all} ${heads.includes('CI') ? 'CI' : 'Quality'}: half-width of the 95% CI of DRAM times within a run.`,
    columns: columns.map(({ column }) => column),
    rows: comparison.machines.map((machine) => columns.map(({ textOf }) => textOf(machine))),
  };
}

function word(head: string, textOf: MatrixColumn['textOf']): MatrixColumn {
  return { column: words(head)[0]!, textOf };
}

function number(head: string, textOf: MatrixColumn['textOf']): MatrixColumn {
  return { column: numbers(head)[0]!, textOf };
}

function levelColumn(region: Region): MatrixColumn {
  return number(region, ({ levels }) =>
    formatSignificant(levels.find((own) => own.region === region)?.value ?? Number.NaN),
  );
}

/** None where no machine measured several threads. */
function allThreadsColumns(comparison: Comparison): readonly MatrixColumn[] {
  if (!hasAllThreads(comparison)) return [];
  return [
    number('all', allThreadsText),
    number('all rank', ({ allThreads }) => (allThreads === null ? '-' : rankText(allThreads))),
    number('threads', ({ allThreads }) =>
      allThreads === null ? '-' : `${allThreads.threadCount}`,
    ),
    number('all read', ({ allThreads }) => gigabytes(allThreads?.readBytesPerSecond ?? null)),
  ];
}

/** The rank follows the number. */
function terminalAllColumns(comparison: Comparison): readonly MatrixColumn[] {
  if (!hasAllThreads(comparison)) return [];
  if (comparison.machines.length < 3) return [number('all', allThreadsText)];
  return [
    word('all', (machine) =>
      machine.allThreads === null
        ? '-'
        : `${allThreadsText(machine)} ${rankText(machine.allThreads)}`,
    ),
  ];
}

function hasAllThreads({ machines }: Comparison): boolean {
  return machines.some(({ allThreads }) => allThreads !== null);
}

function allThreadsText({ allThreads }: ComparedMachine): string {
  return formatSignificant(allThreads?.levels.at(-1)?.value ?? Number.NaN);
}

const runsColumn = number('runs', ({ runCount }) => String(runCount));

/** The break-even is that of the headline, also where another algorithm is the best. */
function answerColumns(breakEvenHead: string): readonly MatrixColumn[] {
  return [
    word('algorithm', bestText),
    word(breakEvenHead, ({ breakEven }) => breakEvenText(breakEven)),
    number('read', ({ readBytesPerSecond }) => gigabytes(readBytesPerSecond)),
  ];
}

/** `two-pass-nt`, or `two-pass-nt=` where others tie with it. */
function bestText({ levels, bestTies }: ComparedMachine): string {
  const last = levels.at(-1);
  if (last === undefined) return '-';
  const name = shortAlgorithmName(last.implementation);
  return last.region === 'DRAM' && bestTies.length > 0 ? `${name}=` : name;
}

function breakEvenText(breakEven: SweepAnswer['breakEven'] | null): string {
  if (breakEven === null) return '-';
  const { kind, lowProblem, highProblem } = breakEven;
  const [low, high] = [roundedElements(lowProblem), roundedElements(highProblem)];
  switch (kind) {
    case 'faster above':
      return `${low}-${high}`;
    case 'faster below':
      return `up to ${high}`;
    case 'several changes':
      return `${low}-${high}*`;
    case 'always faster':
      return 'every N';
    case 'always slower':
    case 'slower or undecided':
      return 'none';
    case 'faster or undecided':
      return highProblem === null ? 'undecided' : `by ${high}`;
    case 'undecided':
      return 'undecided';
    case 'not tested':
      return '-';
  }
}

/** In two digits, as the interval says no more: `98 Ki`. */
function roundedElements(problem: Problem | null): string {
  if (problem === null) return '-';
  const count = elementsOf(problem);
  const power = Math.min(3, Math.floor(Math.log2(count) / 10));
  const prefix = ['', ' Ki', ' Mi', ' Gi'][power]!;
  return `${Number((count / 1024 ** power).toPrecision(2))}${prefix}`;
}

function halfWidthText({ halfWidth }: ComparedMachine['quality']): string {
  return halfWidth === null ? '-' : formatPercent(Number(halfWidth.toPrecision(2)));
}

function qualityText(quality: ComparedMachine['quality']): string {
  return [
    halfWidthText(quality),
    ...(quality.isVirtualMachine ? ['VM'] : []),
    ...(quality.isComplete ? [] : ['interrupted']),
  ].join(', ');
}
