import { viewText } from '../../compare/headline.js';
import type { Comparison } from '../../compare/comparison.js';
import type { ComparedRatio } from '../../compare/ratio.js';
import { formatRatio } from '../../units.js';
import { intervalText, numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { forestTargetsText, forestTitle, levelSubject } from './comparison-texts.js';
import { forestRows } from './forest-rows.js';

const plotColumns = 27;

/** From `1x` at both ends of the scale, so that a plot of ties is not all noise. */
const leastLogWidth = Math.log(1.25);

/** Speed over the baseline by machine and level, with the intervals as a plot of characters. */
export function forestTable(comparison: Comparison): ContentTable {
  // As in the matrix, L1 is left to pages.
  const rows = forestRows(comparison).filter(({ level }) => level.region !== 'L1');
  const scale = scaleOf(rows.map(({ ratio }) => ratio));
  return {
    title: forestTitle(comparison),
    note: `By ${levelSubject(comparison)} of each machine at the same level; above 1: more ${viewText(comparison)}.${forestTargetsText(comparison)}`,
    columns: [
      ...words('machine', 'level'),
      ...numbers('ratio', '95% CI'),
      ...words(scaleText(scale)),
    ],
    rows: rows.map(({ machine, level, ratio }) => [
      machine.name,
      level.region,
      // Not a number without an interval.
      ratio.interval === null ? 'undecided' : formatRatio(ratio.ratio),
      intervalText(ratio.interval),
      plotText(ratio, scale),
    ]),
  };
}

interface Scale {
  readonly lowLog: number;
  readonly highLog: number;
}

function scaleOf(ratios: readonly ComparedRatio[]): Scale {
  const ends = ratios.flatMap(({ interval }) =>
    interval === null ? [] : [Math.log(interval.low), Math.log(interval.high)],
  );
  return {
    lowLog: Math.min(-leastLogWidth, ...ends),
    highLog: Math.max(leastLogWidth, ...ends),
  };
}

function columnOf(log: number, { lowLog, highLog }: Scale): number {
  return Math.round(((log - lowLog) / (highLog - lowLog)) * (plotColumns - 1));
}

/** The ends of the scale, and 1 where it lies. */
function scaleText(scale: Scale): string {
  const [low, high] = [scale.lowLog, scale.highLog].map((log) => formatRatio(Math.exp(log)));
  const one = columnOf(0, scale);
  const left = low!.padEnd(one);
  const isCrowded = one <= low!.length || one + 2 >= plotColumns - high!.length;
  const text = isCrowded ? low!.padEnd(one) : `${left}1x`;
  return `${text.padEnd(plotColumns - high!.length)}${high!}`;
}

/** `|---o---|`, with `:` at 1. */
function plotText({ ratio, interval }: ComparedRatio, scale: Scale): string {
  const cells = new Array<string>(plotColumns).fill(' ');
  cells[columnOf(0, scale)] = ':';
  if (interval !== null) {
    const [low, high] = [interval.low, interval.high].map((end) => columnOf(Math.log(end), scale));
    cells.fill('-', low, high! + 1);
    cells[low!] = '|';
    cells[high!] = '|';
    cells[columnOf(Math.log(ratio), scale)] = 'o';
  }
  return cells.join('').trimEnd();
}
