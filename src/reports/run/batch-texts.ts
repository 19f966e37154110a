import type { Analysis } from '../../analysis/analysis.js';
import type {
  Batches,
  LengthGain,
  RowLength,
  ShapeAnswer,
} from '../../analysis/batches/batch-schema.js';
import type { ShipRange } from '../../analysis/study/answer-schema.js';
import { gainOf } from '../../analysis/study/headline-gain.js';
import { compareProblems, formatProblem } from '../../model/problem.js';
import { transitionFactor } from '../../model/region.js';
import { rangeOf } from '../../statistics/range-of.js';
import { shortList } from '../../short-list.js';
import { formatBytes, formatElements, formatRatio } from '../../units.js';

/** More shapes than this are grouped by what to ship. */
const mostShapeLines = 6;

/** So many shapes of a group are named. */
const mostNamed = 3;

/** Shapes for which the same implementation is what to ship. */
export interface ShapeGroup {
  /** `512x128256; 64x128256; and 3 more`. */
  readonly shapes: string;
  readonly choice: ShipRange;
}

/** The shapes of a batch by what to ship, the largest first: one each, or grouped where they are many. */
export function shapeGroupsOf(analysis: Analysis, { shapes }: Batches): readonly ShapeGroup[] {
  const descending = shapes.toReversed();
  const groups =
    shapes.length <= mostShapeLines
      ? descending.map((shape) => [shape])
      : groupedByChoice(descending);
  return groups.map((own) => ({
    shapes: shortList(own, mostNamed, ({ problem }) => formatProblem(problem)),
    choice: choiceOf(own, analysis),
  }));
}

/** What to ship without NT stores, in one sentence; null where that is the same. */
export function ordinaryShapesText({ shapes, ordinaryShapes }: Batches): string | null {
  const namesOf = (own: readonly ShapeAnswer[]) => own.map(({ implementation }) => implementation);
  if (namesOf(shapes).join() === namesOf(ordinaryShapes).join()) return null;
  const groups = groupedByChoice(ordinaryShapes.toReversed()).map((own) => {
    const [id] = candidatesOf(own[0]!).filter((candidate) =>
      own.every((shape) => candidatesOf(shape).includes(candidate)),
    );
    const isDecided = own.every((shape) => shape.isDecided);
    const names = shortList(own, mostNamed, ({ problem }) => formatProblem(problem), ', ');
    return `${isDecided ? id! : 'undecided'} at ${names}`;
  });
  return `without NT (non-temporal) stores: ${groups.join('; ')}`;
}

/** In as few groups as possible: each takes what is best or ties at the most shapes that are left. */
function groupedByChoice(shapes: readonly ShapeAnswer[]): readonly (readonly ShapeAnswer[])[] {
  const groups: ShapeAnswer[][] = [];
  let left = shapes;
  while (left.length > 0) {
    const wins = (id: string): ShapeAnswer[] =>
      left.filter((shape) => candidatesOf(shape).includes(id));
    const ids = [...new Set(left.flatMap(candidatesOf))];
    const [most] = ids.map(wins).toSorted((a, b) => b.length - a.length);
    groups.push(most!);
    left = left.filter((shape) => !most!.includes(shape));
  }
  return groups.toSorted((a, b) => compareProblems(b[0]!.problem, a[0]!.problem));
}

function candidatesOf({ implementation, ties }: ShapeAnswer): readonly string[] {
  return [implementation, ...ties];
}

/** @param shapes that an implementation wins or ties at, the largest first */
function choiceOf(
  shapes: readonly ShapeAnswer[],
  { study, subject, speedups }: Analysis,
): ShipRange {
  const [largest] = shapes;
  const [implementation, ...ties] = candidatesOf(largest!).filter((id) =>
    shapes.every((shape) => candidatesOf(shape).includes(id)),
  );
  const gainsOf = (id: string) =>
    shapes.flatMap(({ problem }) => gainOf(id, { ...subject!, problem }, speedups) ?? []);
  const rangeOfGains = (id: string): ShipRange['gainRange'] => {
    const known = gainsOf(id).filter(({ interval }) => interval !== null);
    return known.length === 0 ? null : rangeOf(known.map(({ ratio }) => ratio));
  };
  return {
    lowProblem: shapes.at(-1)!.problem,
    highProblem: largest!.problem,
    implementation: implementation!,
    ties,
    isDecided: shapes.every(({ isDecided }) => isDecided),
    gain: gainsOf(implementation!)[0] ?? null,
    gainRange: rangeOfGains(implementation!),
    headlineRange: implementation === study.headline ? null : rangeOfGains(study.headline),
  };
}

/** What the length of rows decides in DRAM: as measured, one sentence a group of lengths, then as predicted. */
export function rowLengthTexts(analysis: Analysis, { rowLengths }: Batches): readonly string[] {
  const runs: { outcome: string; lengths: RowLength[] }[] = [];
  for (const length of rowLengths) {
    const outcome = outcomeOf(length);
    const last = runs.at(-1);
    if (last?.outcome === outcome) last.lengths.push(length);
    else runs.push({ outcome, lengths: [length] });
  }
  const { headline } = analysis.study;
  const measured = runs.map(({ outcome, lengths }) => {
    const gains = lengths.flatMap((own) =>
      outcome === nonTemporalOnly ? (own.nonTemporal ?? []) : (own.headline ?? []),
    );
    const range = gains.length === 0 ? '' : ` (${ratiosText(gains)})`;
    return `rows of ${lengthsText(lengths)}: ${outcome.replace('%', headline)}${range}`;
  });
  return [...measured, predictionText(analysis)].filter((text) => text !== '');
}

const nonTemporalOnly = 'only NT stores matter';

/** `%` stands for the headline. */
function outcomeOf({ headline, nonTemporal }: RowLength): string {
  if (headline?.classification === 'faster') return '% is faster';
  if (nonTemporal?.classification === 'faster') return nonTemporalOnly;
  const known = [headline, nonTemporal].flatMap((gain) => gain ?? []);
  if (known.length === 0) return '% was not tested';
  const isOpen = known.some(({ classification }) => classification === null);
  if (isOpen) return '% is undecided (too few rounds)';
  return headline?.classification === 'mixed' ? '% is faster at some shapes' : '% is not faster';
}

function lengthsText(lengths: readonly RowLength[]): string {
  const [low, high] = [lengths[0]!, lengths.at(-1)!].map(({ columns }) => formatElements(columns));
  return low === high ? `${low} columns` : `${low} to ${high} columns`;
}

function ratiosText(gains: readonly LengthGain[]): string {
  const { low, high } = rangeOf(gains.flatMap(({ ratios }) => [ratios.low, ratios.high]));
  const [from, to] = [formatRatio(low), formatRatio(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** By the caches of the subject: what moves where a row stays in the last one, and where it does not. */
function predictionText({ subject }: Analysis): string {
  const cache = subject!.caches.boundaries.at(-1)!;
  const [kept, lost] = [
    cache.capacityBytes / transitionFactor,
    cache.capacityBytes * transitionFactor,
  ].map((bytes) => formatBytes(bytes));
  return (
    `predicted: rows up to ${kept} (x + y) stay in cache and move 3 N, 2 N with NT stores, whatever the passes; ` +
    `from ${lost} on each pass counts`
  );
}
