import type { Comparison } from '../../compare/comparison.js';
import type { FleetExcess, FleetFigure } from '../../compare/fleet.js';
import { formatPercent, formatRatio } from '../../units.js';
import { numbers, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { shortened } from './comparison-texts.js';

/** More outliers than these are in the JSON alone. */
const mostOutliers = 100;

/** `DRAM copy`. */
export function fleetFigureText({ subject, region }: FleetFigure): string {
  return `${region} ${subject}`;
}

/** `12%`, with a sign for what is faster. */
export function slowerText({ slowerBy }: Pick<FleetExcess, 'slowerBy'>): string {
  return formatPercent(Number(slowerBy.toPrecision(2)));
}

/**
 * The machines that are slower than those with the same CPU, with the evidence; null for none.
 * @param cpuColumns names of CPUs are cut to these.
 */
export function outlierTable(
  { fleet }: Pick<Comparison, 'fleet'>,
  cpuColumns = Infinity,
): ContentTable | null {
  const outliers = (fleet?.machines ?? []).filter(({ cause }) => cause !== null);
  if (outliers.length === 0) return null;
  const hidden = outliers.length - mostOutliers;
  return {
    title: 'Slow machines',
    note:
      'Against the median of the machines with the same CPU: robust z above 5 and at least 2% slower. Cause: memory: copy and ' +
      'softmax are slow in DRAM; clock: softmax is slow in a cache.' +
      (hidden > 0 ? ` ${hidden} more are in the JSON.` : ''),
    columns: words('machine', 'CPU', 'cause', 'slower by'),
    rows: outliers
      .slice(0, mostOutliers)
      .map(({ machine, cpu, cause, excesses }) => [
        machine,
        shortened(cpu, cpuColumns),
        cause!,
        evidenceText(excesses),
      ]),
  };
}

/** The largest two: in a cache and in DRAM, where both are slow. */
function evidenceText(excesses: readonly FleetExcess[]): string {
  const slow = excesses
    .filter(({ isOutlier }) => isOutlier)
    .toSorted((a, b) => b.slowerBy - a.slowerBy);
  const [first] = slow;
  const isElsewhere = ({ region }: FleetExcess): boolean =>
    (region === 'DRAM') !== (first!.region === 'DRAM');
  const second = slow.find(isElsewhere) ?? slow[1];
  return [first, second]
    .filter((own) => own !== undefined)
    .map((own) => `${fleetFigureText(own)} ${slowerText(own)}`)
    .join(', ');
}

/** How the machines of each CPU vary, apart from how CPUs differ; no rows without a fleet. */
export function spreadTable({ fleet }: Pick<Comparison, 'fleet'>): ContentTable {
  return {
    title: 'Within and between CPUs',
    note:
      'Spread: robust standard deviation of the machines with that CPU. Time: of their median over that of the CPU of the ' +
      'baseline; above 1: slower.',
    columns: [...words('CPU', 'figure'), ...numbers('machines', 'spread', 'slow machines', 'time')],
    rows: (fleet?.cpus ?? []).flatMap(({ name, spreads }) =>
      spreads.map(({ machineCount, spread, outlierCount, overBaselineCpu, ...figure }) => [
        name,
        fleetFigureText(figure),
        String(machineCount),
        formatPercent(Number(spread.toPrecision(2))),
        String(outlierCount),
        overBaselineCpu === null ? '-' : formatRatio(overBaselineCpu),
      ]),
    ),
  };
}
