import type { Analysis } from '../../analysis/analysis.js';
import { cellsAt } from '../run/size-table.js';
import { gigabytesPerSecond } from './cell-columns.js';
import { ratioValue } from './digits.js';

/** A figure of merit: its name never changes, so that other programs can read it. */
interface FigureOfMerit {
  readonly name: string;
  /** Null where it was not measured, or in too few rounds. */
  readonly value: number | null;
  readonly unit: string;
}

/**
 * A line for each figure of merit that is known, `name: value unit`, as harnesses read them (ReFrame, Ramble): all of
 * the out-of-cache shape of the subject.
 */
export function renderFiguresOfMerit(analysis: Analysis): string {
  const lines = figuresOf(analysis).flatMap(({ name, value, unit }) =>
    value === null ? [] : [`${name}: ${value} ${unit}\n`],
  );
  return lines.join('');
}

function figuresOf(analysis: Analysis): readonly FigureOfMerit[] {
  const { answer, subject } = analysis;
  const gain = answer.headlineGain;
  const shipped = answer.states[0]?.ranges.at(-1)?.gain ?? null;
  const problem = subject?.outOfCacheProblem ?? null;
  const cells = subject === null || problem === null ? [] : cellsAt(analysis, subject, problem);
  const cellOf = (id: string) => cells.find(({ implementation }) => implementation === id);
  const bandwidth = (id: string): FigureOfMerit => ({
    name: `${id.replaceAll('-', '_')}_bandwidth`,
    value: gigabytesPerSecond(cellOf(id)?.passBytesPerSecond ?? null),
    unit: 'GB/s',
  });
  const times = cells
    .filter(({ kind }) => kind === 'algorithm')
    .map(({ nsPerElement }) => nsPerElement);
  const ratio = (name: string, of: typeof gain): readonly FigureOfMerit[] => {
    const { interval } = of ?? { interval: null };
    return [
      { name, value: interval && ratioValue(of!.ratio), unit: 'x' },
      { name: `${name}_low`, value: interval && ratioValue(interval.low), unit: 'x' },
      { name: `${name}_high`, value: interval && ratioValue(interval.high), unit: 'x' },
    ];
  };
  return [
    ...ratio('headline_gain', gain),
    ...ratio('best_gain', shipped),
    {
      name: 'best_time',
      value: times.length === 0 ? null : ratioValue(Math.min(...times)),
      unit: 'ns/element',
    },
    ...['read', 'copy', 'copy-nt'].map(bandwidth),
    {
      name: 'failed_configurations',
      value: analysis.unmeasured
        .filter(({ status }) => status === 'failed')
        .reduce((sum, group) => sum + group.cells.length, 0),
      unit: 'configurations',
    },
  ];
}
