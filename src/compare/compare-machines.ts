import { groupBy } from '../model/group-by.js';
import type { Region } from '../model/region.js';
import { studies, studyOf, type Study } from '../softmax/studies.js';
import { combineRuns, type CombinedMachine, type SeriesFilter } from './combine.js';
import type { ComparedMachine, Comparison, UnusableFile } from './comparison.js';
import { fleetOf } from './fleet.js';
import { allThreadsText, headlineOf, type RankedMachine } from './headline.js';
import { machineList } from './machine-list.js';
import type { Grouping, MachineRuns } from './machines.js';
import { comparerWith } from './pair.js';
import { outermostShared, placerWith, type PlacedMachine } from './placement.js';
import { rankMachines, unranked } from './ranking.js';
import { hasInterval } from './ratio.js';
import { commonSlot } from './slots.js';
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
 * @param keepsRows whether each pair is also compared by implementation, cell by cell.
 */
export function compareMachines(
  { machines, areRunsOfOneMachine }: Grouping,
  baselineName: string,
  view: View,
  unusable: readonly UnusableFile[],
  keepsRows = machines.length === 2,
): ComparedMachines {
  const viewed = (machine: MachineRuns): ViewedMachine =>
    viewMachine(combineRuns(machine, shownIn(view)), view);
  const baseline = viewed(machines.find(({ name }) => name === baselineName)!);
  const study = studyFor(baseline.machine);
  const slot = commonSlot(machines);
  const place = placerWith(baseline, { machines, view, study, slot });
  const compare = comparerWith(baseline, view, { keepsRows, keepsCells: machines.length === 2 });
  // Points take most of the memory, so those of one machine are dropped before the next one's are made.
  const each = machines.map((runs) => {
    const own = viewed(runs);
    const pair = runs.name === baselineName ? null : compare(own);
    // Not a spread here and below: see "Object.assign" in CONTRIBUTING.
    return Object.assign(place(own), { runs, pair });
  });
  const ranked = outermostShared(each);
  const rankedAll = outermostShared(
    each.flatMap((own) =>
      own.allThreads === null ? [] : [{ ...own, points: own.allThreads.points }],
    ),
  );
  const sorted = sortedByRank(each, ranked, rankedAll);
  const { id, operation, headline, rivalsLabel } = study;
  const core = {
    comparisonVersion: 2 as const,
    ...view,
    unit: unitOf(view, study),
    study: { id, operation, headline, rivalsLabel },
    baseline: baselineName,
    machines: sorted.map(({ machine }) => machine),
    slot,
    rankedLevel: ranked[0]?.point.region ?? null,
    pairs: sorted.flatMap(({ pair }) => pair ?? []),
    fleet: view.metric === 'time' ? fleetOf(sorted) : null,
    unusable,
  };
  return {
    comparison: {
      ...core,
      headline: [
        headlineOf(core, ranked),
        ...(rankedAll.length < 2 ? [] : [headlineOf(core, rankedAll, allThreadsText)]),
      ].join(' '),
      notes: [...notesOf(core, areRunsOfOneMachine), ...unrankedNotes(core)],
    },
    machines: sorted.map(({ runs }) => runs),
  };
}

/** The machines with their ranks, by one thread and by all. */
function sortedByRank<Placed extends PlacedMachine>(
  each: readonly Placed[],
  ranked: readonly RankedMachine[],
  rankedAll: readonly RankedMachine[],
) {
  const [ranks, ranksOfAll] = [ranked, rankedAll].map((own) => {
    // A machine without an interval is undecided, which is no tie.
    const known = own.filter(({ point }) => hasInterval(point.mean));
    return rankMachines(
      new Map(
        known.length < 2 ? [] : known.map(({ machine, point }) => [machine.name, point.mean]),
      ),
    );
  });
  return each
    .map((own) => {
      const { name } = own.machine;
      const allThreads =
        own.allThreads &&
        Object.assign({}, own.allThreads.facts, ranksOfAll!.get(name) ?? unranked);
      const ranked = ranks!.get(name) ?? unranked;
      return Object.assign({}, own, {
        machine: Object.assign({}, own.machine, ranked, { allThreads }),
      });
    })
    .sort((a, b) => byRank(a.machine, b.machine, ranked[0]?.point.region));
}

/** Series of the quantity that is compared; of others there are times, and what the headlines do. */
function shownIn({ metric }: View): SeriesFilter {
  const wanted = metricFacts[metric].quantity;
  return ({ quantity, operation, implementation }) =>
    quantity === 'time' || quantity === wanted || studyOf(operation)?.headline === implementation;
}

/** The first study that the machine has cells of; for one that only has baselines the first of all. */
export function studyFor({ series }: CombinedMachine): Study {
  const measured = studies.find((study) =>
    series.some(({ operation }) => operation === study.operation),
  );
  return measured ?? studies[0]!;
}

/** The unranked last; those of one rank by their speed at that level, then by what can be said of them. */
function byRank(a: ComparedMachine, b: ComparedMachine, level: Region | undefined): number {
  const ratioOf = ({ levels, isBaseline }: ComparedMachine): number =>
    isBaseline ? 1 : (levels.find(({ region }) => region === level)?.overBaseline?.ratio ?? 0);
  return (
    (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
    ratioOf(b) - ratioOf(a) ||
    (b.copyBytesPerSecond ?? 0) - (a.copyBytesPerSecond ?? 0) ||
    (a.name < b.name ? -1 : 1)
  );
}

function notesOf(
  { machines }: Pick<Comparison, 'machines'>,
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
  return notes;
}

/** Of more than two machines, why some have no rank. */
function unrankedNotes({
  machines,
  rankedLevel,
}: Pick<Comparison, 'machines' | 'rankedLevel'>): readonly string[] {
  if (machines.length < 3) return [];
  const unrankedOnes = machines.filter(({ rank }) => rank === null);
  const byReason = groupBy(unrankedOnes, ({ levels, isBaseline }) => {
    const level = levels.find(({ region }) => region === rankedLevel);
    if (level === undefined) return `no ${rankedLevel ?? 'shared'} level`;
    const hasNoInterval = isBaseline || level.overBaseline?.interval === null;
    return hasNoInterval
      ? 'too few processes or rounds for an interval (measure anew)'
      : 'other target or inputs';
  });
  return [...byReason].map(
    ([reason, own]) => `No rank, ${reason}: ${machineList(own, ({ name }) => name)}.`,
  );
}
