import { agreeIn } from '../model/axes.js';
import { groupBy } from '../model/group-by.js';
import { compareRegions } from '../model/region.js';
import type { Target } from '../model/vocabulary.js';
import type { Study } from '../softmax/studies.js';
import { median } from '../statistics/median.js';
import { printable } from '../printable.js';
import type { CombinedMachine, CombinedSeries } from './combine.js';
import type { SweepAnswer } from './compared-run.js';
import type { ComparedMachine, RegionVariation } from './comparison.js';
import { bandwidthsOf, rounded } from './levels.js';
import { buildOf, type MachineRuns } from './machines.js';
import { slotAxes, type Slot } from './series.js';
import { seriesAt } from './slots.js';
import { outOfCachePoint, passBytesPerElement } from './views.js';

/** What a machine is and how fast, whatever the others are. */
export type MachineFacts = Omit<
  ComparedMachine,
  'isBaseline' | 'baselineTarget' | 'levels' | 'allThreads' | 'rank' | 'isTied'
>;

/** By what it measured in that slot on that target. */
export function machineFacts(
  machine: CombinedMachine,
  slot: Slot | null,
  target: Target | null,
  study: Study,
): MachineFacts {
  const { name, runs } = machine;
  const [first, last] = [runs[0]!, runs.at(-1)!];
  const own = seriesAt(machine.series, slot, target);
  const times = own.filter(({ quantity }) => quantity === 'time');
  const studied = times.filter(({ operation }) => operation === study.operation);
  const ofHeadline = own.filter(({ implementation }) => implementation === study.headline);
  const skeleton = outOfCachePoint(
    ofHeadline.find(({ quantity }) => quantity === 'skeleton-fraction'),
  );
  const variation = variationOf(studied);
  const answer = answerAt(machine, slot, target, study);
  return {
    name,
    cpuModel: printable(first.machine.cpuModel),
    build: printable(buildOf(first)),
    toolVersion: printable(last.run.tool.version),
    startedAtUtc: printable(last.run.startedAtUtc),
    paths: runs.map(({ path }) => path),
    runCount: runs.length,
    target,
    lastLevelBytes: own[0]?.boundaries.at(-1)?.capacityBytes ?? null,
    bestTies: answer?.shipped?.ties ?? [],
    breakEven: answer?.breakEven ?? null,
    copyBytesPerSecond: bandwidthOf('copy', times),
    copyLevels: bandwidthsOf(times.find(({ implementation }) => implementation === 'copy')),
    readBytesPerSecond: bandwidthOf('read', times),
    headlineGain: gainOf(ofHeadline),
    skeletonFraction: skeleton && rounded(skeleton.value),
    quality: {
      halfWidth: variation.at(-1)?.withinRun ?? null,
      isVirtualMachine: first.machine.hypervisor !== null,
      isComplete: runs.every(({ run }) => run.isComplete),
    },
    variation,
  };
}

/** What the first run with that sweep answers for it about the study; null for none. */
export function answerAt(
  { runs }: MachineRuns,
  slot: Slot | null,
  target: Target | null,
  { operation }: Study,
): SweepAnswer | null {
  if (slot === null) return null;
  const own = runs
    .flatMap(({ sweeps }) => sweeps)
    .find(
      (sweep) => sweep.target === target && agreeIn(sweep, slot, slotAxes) && sweep.answer !== null,
    );
  return own?.answer?.operation === operation ? own.answer : null;
}

function bandwidthOf(id: string, times: readonly CombinedSeries[]): number | null {
  const point = outOfCachePoint(times.find(({ implementation }) => implementation === id));
  return point === null ? null : (passBytesPerElement(id, point) / point.value) * 1e9;
}

/** Over the best rival: the one with the least gain. */
function gainOf(ofHeadline: readonly CombinedSeries[]): ComparedMachine['headlineGain'] {
  const gains = ofHeadline.flatMap((series) => {
    const point = series.over === null ? null : outOfCachePoint(series);
    if (point === null) return [];
    const { value, interval } = point;
    const shown = interval && { low: rounded(interval.low), high: rounded(interval.high) };
    return [{ ratio: rounded(value), interval: shown, over: series.over! }];
  });
  return gains.sort((a, b) => a.ratio - b.ratio)[0] ?? null;
}

function variationOf(studied: readonly CombinedSeries[]): readonly RegionVariation[] {
  const byRegion = groupBy(
    studied.flatMap(({ points }) => points),
    ({ at }) => at.region,
  );
  const inOrder = [...byRegion].sort(([a], [b]) => compareRegions(a, b));
  return inOrder.map(([region, points]) => {
    const within = points.flatMap(({ interval, runCount }) =>
      interval === null
        ? []
        : // The interval is of the median over runs: back to that of one of them.
          [(Math.log(interval.high / interval.low) / 2) * Math.sqrt(runCount)],
    );
    const between = points.flatMap(({ betweenRunsLog }) => betweenRunsLog ?? []);
    return {
      region,
      withinRun: within.length === 0 ? null : median(within),
      betweenRuns: between.length === 0 ? null : median(between),
    };
  });
}
