import { formatPercent } from '../units.js';
import type { Comparison, RegionComparison } from './comparison.js';
import type { ComparedRatio } from './ratio.js';
import { isStudied, subjectText } from './series.js';

/** What a gate found. */
export interface Gate {
  readonly isPassed: boolean;
  /** One line for each row that became slower, and for each implementation that fails on a machine alone. */
  readonly failures: readonly string[];
  /** One line: passed or failed, of how many, and the worst. */
  readonly summary: string;
}

/** A row that is slower by more than the bound with its whole interval. */
interface Regression {
  readonly row: RegionComparison;
  readonly ratio: number;
  readonly text: string;
}

/**
 * Judges the implementations of operations that studies are about, each against itself: same target, shapes and state.
 * One fails when it is worse than on the baseline by more than the share, with the whole interval, and by more than
 * A/A noise; or when it gave no result there, but did on the baseline.
 * @param boundShare of the baseline's value: 0.03 for time that is 3% longer, or speed that is lower by as much.
 */
export function gateOf({ pairs }: Comparison, boundShare: number): Gate {
  const judged = pairs.flatMap(({ machine, baseline, rows }) =>
    rows.filter(isGated).map((row) => ({ row, machine, baseline })),
  );
  const regressions = judged.flatMap(({ row, machine, baseline }): readonly Regression[] => {
    if (!isSlower(row, boundShare)) return [];
    const range = `${worseText(row.interval!.high)} to ${worseText(row.interval!.low)}`;
    const text = `${rowText(row)}: ${machine} is ${worseText(row.ratio)} slower than ${baseline} [${range}]`;
    return [{ row, ratio: row.ratio, text }];
  });
  const failed = pairs.flatMap(({ machine, concerns }) =>
    concerns
      .filter(({ aspect }) => aspect === 'failures')
      .map(({ explanation }) => `${machine}: ${explanation}`),
  );
  const isPassed = judged.length > 0 && regressions.length === 0 && failed.length === 0;
  const worst = regressions.toSorted((a, b) => a.ratio - b.ratio)[0];
  return {
    isPassed,
    failures: [...failed, ...regressions.map(({ text }) => text)],
    summary: [
      `gate ${isPassed ? 'passed' : 'failed'}: ${regressions.length} of ${judged.length} slower by more than ${formatPercent(boundShare)}`,
      ...(failed.length === 0 ? [] : [`${failed.length} without a result`]),
      ...(worst === undefined ? [] : [`worst ${worseText(worst.ratio)}, ${rowText(worst.row)}`]),
    ].join('; '),
  };
}

function isGated(row: RegionComparison): boolean {
  return isStudied(row) && !row.target.includes(' : ');
}

function isSlower({ interval, verdict }: ComparedRatio, boundShare: number): boolean {
  return interval !== null && verdict === 'slower' && interval.high < 1 / (1 + boundShare);
}

function rowText(row: RegionComparison): string {
  return `${subjectText(row)} on ${row.target} in ${row.region}`;
}

function worseText(ratio: number): string {
  return formatPercent(1 / ratio - 1);
}
