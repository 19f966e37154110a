import { studies, type Study } from '../softmax/studies.js';
import { formatPercent } from '../units.js';
import { combineRuns, type CombinedMachine } from './combine.js';
import type { ComparedMachine, Comparison, UnusableFile } from './comparison.js';
import { answerOf } from './comparison-answer.js';
import { machineFacts } from './machine-facts.js';
import type { Grouping } from './machines.js';
import { comparePair } from './pair.js';
import { rankMachines } from './ranking.js';
import { assumedFloorRatio } from './ratio.js';
import { commonSlot, sharedCells } from './shared-cells.js';
import { metricFacts, unitOf, viewMachine, type View } from './views.js';

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
  const { quantity } = metricFacts[view.metric];
  const combined = grouped.map((machine) => combineRuns(machine, quantity));
  const baseline = combined.find(({ name }) => name === baselineName)!;
  const study = studyFor(baseline);
  const slot = commonSlot(combined);
  const viewed = combined.map((machine) => viewMachine(machine, view));
  const viewedByName = new Map(viewed.map((own) => [own.machine.name, own]));
  const { id, operation, headline, rivalsLabel } = study;
  const shared = sharedCells(viewed, baseline, operation, slot);
  const ranks = rankMachines(combined, baseline, shared);
  const machines = combined
    .map((machine): ComparedMachine => ({
      ...machineFacts(machine, slot, study),
      isBaseline: machine === baseline,
      ...ranks.get(machine)!,
    }))
    .sort(byRank);
  const others = machines.filter(({ isBaseline }) => !isBaseline);
  const pairs = others.map(({ name }) =>
    comparePair(
      viewedByName.get(name)!,
      viewedByName.get(baselineName)!,
      view,
      others.length === 1,
    ),
  );
  const core = {
    comparisonVersion: 1 as const,
    ...view,
    unit: unitOf(view, study),
    study: { id, operation, headline, rivalsLabel },
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
      notes: notesOf(core, areRunsOfOneMachine),
    },
    machines: machines.map(({ name }) => viewedByName.get(name)!.machine),
  };
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
      `Differences up to ${formatPercent(assumedFloorRatio - 1)} between single runs count as ties: a single run cannot ` +
        'show the variation between runs. Measure three runs of each side to replace this assumption.',
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
