import type { ComparedMachine, Comparison } from '../../compare/comparison.js';
import { formatBytes, formatPercent, formatRatio } from '../../units.js';
import { gigabytes, intervalText, numbers, ratioText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { bestText, percentText, rankText, regionsOf } from './comparison-texts.js';

/** The order of the machines and how it was found; narrow enough for a terminal. */
export function rankingTable({ machines, baseline, study }: Comparison): ContentTable {
  const floor =
    Math.max(1, ...machines.map(({ overBaseline }) => overBaseline?.floorRatio ?? 1)) - 1;
  const floorNote = floor === 0 ? '' : ` An interval within ${formatPercent(floor)} of 1 is a tie.`;
  return {
    title: 'Ranking',
    note:
      `Speed: geometric mean of the ratios to ${baseline}, over the ${study.operation} cells that all share. ` +
      'Rank: one more than the number of significantly better machines; "=": statistical tie. Borda: share of the other ' +
      `machines beaten at a cell (a tie counts half), mean over cells.${floorNote}`,
    columns: [
      ...numbers('rank'),
      ...words('machine'),
      ...numbers('speed', '95% CI', 'Borda', 'runs'),
    ],
    rows: machines.map((machine) => [
      rankText(machine),
      machine.name,
      ...speedTexts(machine),
      percentText(machine.bordaShare),
      String(machine.runCount),
    ]),
  };
}

/** The bandwidths, times and gains that people compare most. */
export function figuresTable(comparison: Comparison): ContentTable {
  const { headline, operation, rivalsLabel } = comparison.study;
  const regions = regionsOf(comparison);
  return {
    title: `Memory and ${operation}`,
    note:
      `Copy and read: GB/s of read + write bytes, out of cache. By region: the fastest ${operation}, ns per element. ` +
      `Gain: ${headline} over the best ${rivalsLabel}; mem-only: its speed over that of its memory-only version; both out ` +
      'of cache. Each machine on its fastest target.',
    columns: [...words('machine'), ...numbers('copy', 'read', ...regions, 'gain', 'mem-only')],
    rows: comparison.machines.map((machine) => [
      machine.name,
      gigabytes(machine.copyBytesPerSecond),
      gigabytes(machine.readBytesPerSecond),
      ...regions.map((region) => bestText(machine, region)),
      ratioText(machine.headlineGain),
      percentText(machine.skeletonFraction),
    ]),
  };
}

/** Both in one, with what machines are: for pages, which scroll and sort. */
export function machinesTable(comparison: Comparison): ContentTable {
  const ranking = rankingTable(comparison);
  const figures = figuresTable(comparison);
  return {
    title: 'Machines',
    note: `${ranking.note} ${figures.note}`,
    columns: [
      ...ranking.columns,
      ...figures.columns.slice(1),
      ...words('target'),
      ...numbers('LLC'),
      ...words('CPU'),
    ],
    rows: comparison.machines.map((machine, index) => [
      ...ranking.rows[index]!,
      ...figures.rows[index]!.slice(1),
      machine.target ?? '-',
      formatBytes(machine.lastLevelBytes ?? Number.NaN),
      machine.cpuModel,
    ]),
  };
}

/** How times vary within a run and from run to run, which are different things. */
export function variationTable({ machines, study }: Comparison): ContentTable {
  return {
    title: 'Variation',
    note:
      `Of ${study.operation} times, medians over cells. Within a run: half the width of the 95% CI of a median. ` +
      'Between runs: standard deviation.',
    columns: [...words('machine', 'region'), ...numbers('within a run', 'between runs', 'runs')],
    rows: machines.flatMap(({ name, runCount, variation }) =>
      variation.map(({ region, withinRun, betweenRuns }) => [
        name,
        region,
        percentText(withinRun),
        percentText(betweenRuns),
        String(runCount),
      ]),
    ),
  };
}

function speedTexts({ overBaseline, isBaseline }: ComparedMachine): readonly string[] {
  if (isBaseline) return ['baseline', '-'];
  return [formatRatio(overBaseline?.ratio ?? Number.NaN), intervalText(overBaseline?.interval)];
}
