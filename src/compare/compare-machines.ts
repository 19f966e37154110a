import { studies, studyOf, type Study } from '../softmax/studies.js';
import { combineRuns, type CombinedMachine, type SeriesFilter } from './combine.js';
import { haveSameInput } from './comparability.js';
import type { ComparedMachine, Comparison, UnusableFile } from './comparison.js';
import { answerOf } from './comparison-answer.js';
import { machineFacts } from './machine-facts.js';
import type { Grouping, MachineRuns } from './machines.js';
import { comparerWith } from './pair.js';
import { rankMachines, unranked } from './ranking.js';
import type { LogPoint } from './ratio.js';
import { commonSlot, pointsAt, rankedCells, sharedCells } from './shared-cells.js';
import { metricFacts, unitOf, viewMachine, type View, type ViewedMachine } from './views.js';

/** A comparison, and the runs that it is of, from which figures are drawn. */
export interface ComparedMachines {
  readonly comparison: Comparison;
  /** In the order of `comparison.machines`. */
  readonly machines: readonly MachineRuns[];
}

/**
 * Machines against one another.
 * @param baselineName one of the machines.
 */
export function compareMachines(
  { machines: grouped, areRunsOfOneMachine }: Grouping,
  baselineName: string,
  view: View,
  unusable: readonly UnusableFile[],
): ComparedMachines {
  const viewed = (machine: MachineRuns): ViewedMachine =>
    viewMachine(combineRuns(machine, shownIn(view)), view);
  const baseline = viewed(grouped.find(({ name }) => name === baselineName)!);
  const study = studyFor(baseline.machine);
  const slot = commonSlot(grouped);
  const cells = rankedCells(baseline, study.operation, slot);
  const compare = comparerWith(baseline, view, grouped.length === 2);
  const points = new Map<string, readonly (LogPoint | undefined)[]>();
  // Points take most of the memory, so those of one machine are dropped before the next one's are made.
  const each = grouped.map((runs) => {
    const own = viewed(runs);
    const { name } = runs;
    if (haveSameInput(runs, baseline.machine)) points.set(name, pointsAt(cells, own, slot));
    const pair = name === baselineName ? null : compare(own);
    return { runs, facts: machineFacts(own.machine, slot, study), pair };
  });
  const shared = sharedCells(cells, points, slot);
  const ranks = rankMachines(baselineName, shared);
  const sorted = each
    .map(({ runs, facts, pair }) => {
      const isBaseline = pair === null;
      const machine = { ...facts, isBaseline, ...(ranks.get(runs.name) ?? unranked) };
      return { runs, machine, pair };
    })
    .sort((a, b) => byRank(a.machine, b.machine));
  const { id, operation, headline, rivalsLabel } = study;
  const core = {
    comparisonVersion: 1 as const,
    ...view,
    unit: unitOf(view, study),
    study: { id, operation, headline, rivalsLabel },
    baseline: baselineName,
    machines: sorted.map(({ machine }) => machine),
    shared: shared.facts,
    pairs: sorted.flatMap(({ pair }) => pair ?? []),
    unusable,
  };
  return {
    comparison: { ...core, answer: answerOf(core), notes: notesOf(core, areRunsOfOneMachine) },
    machines: sorted.map(({ runs }) => runs),
  };
}

/** Series of the quantity that is compared; of others there are times, and what the headlines do. */
function shownIn({ metric }: View): SeriesFilter {
  const wanted = metricFacts[metric].quantity;
  return ({ quantity, operation, implementation }) =>
    quantity === 'time' || quantity === wanted || studyOf(operation)?.headline === implementation;
}

/** The first study that the machine has cells of; for one that only has baselines the first of all. */
function studyFor({ series }: CombinedMachine): Study {
  const measured = studies.find((study) =>
    series.some(({ operation }) => operation === study.operation),
  );
  return measured ?? studies[0]!;
}

/** The unranked last; those of one rank, and the unranked, by what can be said of them. */
function byRank(a: ComparedMachine, b: ComparedMachine): number {
  return (
    (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
    (b.bordaShare ?? -1) - (a.bordaShare ?? -1) ||
    (b.copyBytesPerSecond ?? 0) - (a.copyBytesPerSecond ?? 0) ||
    (a.name < b.name ? -1 : 1)
  );
}

function notesOf(
  { machines, study }: Pick<Comparison, 'machines' | 'study'>,
  areRunsOfOneMachine: boolean,
): readonly string[] {
  const notes: string[] = [];
  const areRepeated = machines.some(({ runCount }) => runCount > 1);
  if (areRunsOfOneMachine) {
    notes.push('All are runs of one CPU and build: differences are those between runs.');
  }
  if (!areRepeated || machines.some(({ runCount }) => runCount === 1)) {
    notes.push(
      'A single run cannot show the variation between runs, which is assumed to equal that between its processes. ' +
        'Measure three runs of each side to replace this assumption.',
    );
  }
  if (areRepeated) {
    notes.push(
      'Runs of the same CPU and build are repetitions: values are medians over runs, intervals include the variation between runs.',
    );
  }
  const others = machines.filter(({ isBaseline }) => !isBaseline);
  const unrankedCount = others.filter(({ rank }) => rank === null).length;
  const areRanked = machines.some(({ rank }) => rank !== null);
  if (areRanked && unrankedCount > 0 && others.length > 1) {
    notes.push(
      `${unrankedCount} of ${others.length} machines have no rank: they share no ${study.operation} cell with the baseline, or had other inputs.`,
    );
  }
  return notes;
}
