import { agreeIn, groupAxes, isSameSweep } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { rowOf, workingSetOf, type Problem } from '../../model/problem.js';
import { algorithmOf, usesNonTemporalStores } from '../../softmax/algorithms.js';
import { challengersOf, type Study } from '../../softmax/studies.js';
import { rangeOf } from '../../statistics/range-of.js';
import type { CellFacts, SweepFacts } from '../cells/cell-schema.js';
import { gainOf } from '../study/headline-gain.js';
import type { Speedup } from '../study/study-schema.js';
import type { Winners } from '../study/winners-schema.js';
import type { Batches, LengthGain, RowLength, ShapeAnswer } from './batch-schema.js';

/** What batches are judged by; all of one study. */
export interface BatchInput {
  readonly study: Study;
  readonly subject: SweepFacts | null;
  readonly cells: readonly CellFacts[];
  readonly speedups: readonly Speedup[];
  readonly winners: readonly Winners[];
  /** Among implementations with ordinary stores. */
  readonly ordinaryWinners: readonly Winners[];
}

/** What to ship at each shape, and what the length of rows decides; null where only single rows were measured. */
export function batchesOf(input: BatchInput): Batches | null {
  const { subject, winners, ordinaryWinners, speedups } = input;
  if (subject?.problems.some(({ rows }) => rows > 1) !== true) return null;
  const ofSubject = (all: readonly Winners[]) => all.filter((at) => isSameSweep(at, subject));
  const answersOf = (all: readonly Winners[]) => all.map((at) => shapeAnswerOf(at, speedups));
  const own = ofSubject(winners);
  const inMemory = own.filter(({ region }) => region === 'DRAM').map(({ problem }) => problem);
  const byLength = [...groupBy(inMemory, ({ columns }) => columns)];
  return {
    shapes: answersOf(own),
    ordinaryShapes: answersOf(ofSubject(ordinaryWinners)),
    rowLengths: byLength
      .map(([columns, problems]) => rowLengthOf(columns, problems, subject, input))
      .sort((a, b) => a.columns - b.columns),
  };
}

function shapeAnswerOf(at: Winners, speedups: readonly Speedup[]): ShapeAnswer {
  const { problem, workingSetBytes, region, isTransition, isOutOfCache, fastest, tied } = at;
  return {
    problem,
    workingSetBytes,
    region,
    isTransition,
    isOutOfCache,
    implementation: fastest,
    ties: tied,
    isDecided: at.isDecided,
    gain: gainOf(fastest, at, speedups),
  };
}

function rowLengthOf(
  columns: number,
  problems: readonly Problem[],
  subject: SweepFacts,
  { study, cells, speedups }: BatchInput,
): RowLength {
  const gainAt = (implementation: string): LengthGain | null => {
    const gains = problems.flatMap(
      (problem) => gainOf(implementation, { ...subject, problem }, speedups) ?? [],
    );
    const regimes = cells.filter(
      (cell) =>
        cell.implementation === implementation &&
        problems.some((problem) => agreeIn(cell, { ...subject, problem }, groupAxes)),
    );
    if (gains.length === 0) return null;
    return {
      implementation,
      regime: regimes.find(({ rows }) => rows !== undefined)?.rows?.regime ?? null,
      ratios: rangeOf(gains.map(({ ratio }) => ratio)),
      classification: classificationOf(gains),
    };
  };
  const streaming = challengersOf(study)
    .filter((id) => usesNonTemporalStores(algorithmOf(id)))
    .flatMap((id) => gainAt(id) ?? []);
  return {
    columns,
    rowBytes: workingSetOf(rowOf(problems[0]!)),
    problems,
    headline: gainAt(study.headline),
    nonTemporal: streaming.toSorted((a, b) => b.ratios.low - a.ratios.low)[0] ?? null,
  };
}

function classificationOf(gains: readonly Speedup[]): LengthGain['classification'] {
  const known = [...new Set(gains.map(({ classification }) => classification))];
  if (known.includes(null)) return null;
  return known.length === 1 ? known[0]! : 'mixed';
}
