import { formatPercent } from '../units.js';
import { answerOf } from './comparison-answer.js';
import { combineRuns, type CombinedMachine } from './combine.js';
import type { ComparedMachine, Comparison, UnusableFile } from './comparison.js';
import { machineFacts } from './machine-facts.js';
import type { Grouping } from './machines.js';
import { pairComparer } from './pair.js';
import { standings } from './ranking.js';
import { assumedFloorRatio } from './ratio.js';
import { commonSlot, sharedCells } from './shared-cells.js';
import { metricFacts, type View } from './views.js';

/** A comparison, and the machines that it is of, which figures draw. */
export interface ComparedMachines {
  readonly comparison: Comparison;
  readonly machines: readonly CombinedMachine[];
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
  const combined = grouped.map(combineRuns);
  const baseline = combined.find(({ name }) => name === baselineName)!;
  const slot = commonSlot(combined);
  const shared = sharedCells(combined, baseline, slot, view);
  const standing = standings(combined, baseline, shared);
  const byName = new Map(combined.map((machine) => [machine.name, machine]));
  const machines = combined
    .map((machine): ComparedMachine => ({
      ...machineFacts(machine, slot),
      isBaseline: machine === baseline,
      ...standing.get(machine)!,
    }))
    .sort(byRank);
  const others = machines.filter(({ isBaseline }) => !isBaseline);
  const compare = pairComparer(baseline, view, others.length === 1);
  const pairs = others.map(({ name }) => compare(byName.get(name)!));
  const { unit, relativeUnit } = metricFacts[view.metric];
  const core = {
    comparisonVersion: 1 as const,
    ...view,
    unit: view.by === 'llc-relative' ? relativeUnit : unit,
    baseline: baselineName,
    machines,
    shared: shared.facts,
    pairs,
    unusable,
  };
  return {
    comparison: {
      ...core,
      answer: answerOf(core),
      notes: notesOf(machines, areRunsOfOneMachine),
    },
    machines: machines.map(({ name }) => byName.get(name)!),
  };
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
  machines: readonly ComparedMachine[],
  areRunsOfOneMachine: boolean,
): readonly string[] {
  const notes: string[] = [];
  const areRepeated = machines.some(({ runCount }) => runCount > 1);
  if (areRunsOfOneMachine) {
    notes.push(
      'All are runs of one CPU and build, so each stands for itself: what they differ by is the difference between runs.',
    );
  }
  if (!areRepeated || machines.some(({ runCount }) => runCount === 1)) {
    notes.push(
      `Where neither side was run twice, differences up to ${formatPercent(assumedFloorRatio - 1)} are taken for those ` +
        'between two runs of one machine, which a single run cannot show; three runs a side measure it instead.',
    );
  }
  if (areRepeated) {
    notes.push(
      'Runs of the same CPU and build are repetitions: medians are over runs, and intervals as wide as the variation between them demands.',
    );
  }
  const others = machines.filter(({ isBaseline }) => !isBaseline);
  const unrankedCount = others.filter(({ rank }) => rank === null).length;
  const areRanked = machines.some(({ rank }) => rank !== null);
  if (areRanked && unrankedCount > 0 && others.length > 1) {
    notes.push(
      `${unrankedCount} of ${others.length} machines have no rank: they share no softmax cell with the baseline, or had other inputs.`,
    );
  }
  return notes;
}
