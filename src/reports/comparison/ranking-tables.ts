import type { ComparedMachine, Comparison } from '../../compare/comparison.js';
import { formatBytes, formatPercent, formatRatio } from '../../units.js';
import { gigabytes, intervalText, numbers, words } from '../run/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { bestText, rankText, regionsOf, shareText } from './texts.js';

const rankingNote =
  'Speed is the geometric mean of the ratios to the baseline over the softmax cells that all share. A rank is one more ' +
  'than the machines that are surely better; = marks one that cannot be told from another. Borda: the ' +
  'share of the other machines that it beats at a cell (a tie counts half), as the mean over cells.';

/** The order of the machines and what it rests on; narrow enough for a terminal. */
export function rankingTable({ machines, baseline }: Comparison): ContentTable {
  const floor =
    Math.max(1, ...machines.map(({ overBaseline }) => overBaseline?.floorRatio ?? 1)) - 1;
  const floorNote =
    floor === 0
      ? ''
      : ` An interval that reaches into the floor, up to ${formatPercent(floor)}, is a tie.`;
  return {
    title: 'Ranking',
    note: `${rankingNote}${floorNote} The baseline is ${baseline}.`,
    columns: [
      ...numbers('rank'),
      ...words('machine'),
      ...numbers('speed', '95 % interval', 'Borda', 'runs'),
    ],
    rows: machines.map((machine) => [
      rankText(machine),
      machine.name,
      ...speedTexts(machine),
      shareText(machine.bordaShare),
      String(machine.runCount),
    ]),
  };
}

/** The bandwidths, times and gains that people ask for. */
export function figuresTable(comparison: Comparison): ContentTable {
  const regions = regionsOf(comparison);
  return {
    title: 'Memory and softmax',
    note:
      'GB/s out of cache by pass bytes; the fastest softmax of each region in ns per element; the gain of two-pass over the ' +
      'better three-pass algorithm, and its speed over that of its skeleton, out of cache. Each machine on its widest target.',
    columns: [...words('machine'), ...numbers('copy', 'read', ...regions, 'gain', 'skeleton')],
    rows: comparison.machines.map((machine) => [
      machine.name,
      gigabytes(machine.copyBytesPerSecond),
      gigabytes(machine.readBytesPerSecond),
      ...regions.map((region) => bestText(machine, region)),
      formatRatio(machine.twoPassGain?.ratio ?? Number.NaN),
      shareText(machine.skeletonFraction),
    ]),
  };
}

/** Both in one, with what machines are: for pages, which scroll and sort. */
export function wholeTable(comparison: Comparison): ContentTable {
  const ranking = rankingTable(comparison);
  const figures = figuresTable(comparison);
  return {
    title: 'Machines',
    note: `${ranking.note} ${figures.note}`,
    columns: [
      ...ranking.columns,
      ...figures.columns.slice(1),
      ...words('target'),
      ...numbers('last level'),
      ...words('CPU'),
    ],
    rows: comparison.machines.map((machine, index) => [
      ...ranking.rows[index]!,
      ...figures.rows[index]!.slice(1),
      machine.target ?? '-',
      formatBytes(machine.lastLevelBytes),
      machine.cpuModel,
    ]),
  };
}

/** How times vary within a run and from run to run, which are different things. */
export function variationTable({ machines }: Comparison): ContentTable {
  return {
    title: 'Variation',
    note:
      'Of times of softmax: half the width of the 95 % interval of the median of one run, and the standard deviation ' +
      'from run to run; medians over cells.',
    columns: [...words('machine', 'region'), ...numbers('within a run', 'between runs', 'runs')],
    rows: machines.flatMap(({ name, runCount, variation }) =>
      variation.map(({ region, withinRun, betweenRuns }) => [
        name,
        region,
        shareText(withinRun),
        shareText(betweenRuns),
        String(runCount),
      ]),
    ),
  };
}

function speedTexts({ overBaseline, isBaseline }: ComparedMachine): readonly string[] {
  if (isBaseline) return ['baseline', '-'];
  return [formatRatio(overBaseline?.ratio ?? Number.NaN), intervalText(overBaseline?.interval)];
}
