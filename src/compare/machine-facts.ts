import { groupBy } from '../model/group-by.js';
import { compareRegions, type Region } from '../model/region.js';
import type { Study } from '../softmax/studies.js';
import { median } from '../statistics/median.js';
import { printable } from '../storage/printable.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import type { BestInRegion, ComparedMachine, RegionVariation } from './comparison.js';
import { buildOf } from './machines.js';
import type { Slot } from './series.js';
import { slotSeries } from './shared-cells.js';
import { outOfCachePoint, passBytesPerElement } from './views.js';

/** What a machine is and how fast, whatever the others are. */
export type MachineFacts = Omit<
  ComparedMachine,
  'isBaseline' | 'rank' | 'isTied' | 'overBaseline' | 'bordaShare'
>;

/** By the fastest target of the machine in that slot. */
export function machineFacts(
  machine: CombinedMachine,
  slot: Slot | null,
  study: Study,
): MachineFacts {
  const { name, runs } = machine;
  const first = runs[0]!;
  const own = slot === null ? [] : slotSeries(machine.series, slot);
  const times = own.filter(({ quantity }) => quantity === 'time');
  const studied = times.filter(({ operation }) => operation === study.operation);
  const ofHeadline = own.filter(({ implementation }) => implementation === study.headline);
  return {
    name,
    cpuModel: printable(first.machine.cpuModel),
    build: printable(buildOf(first)),
    paths: runs.map(({ path }) => path),
    runCount: runs.length,
    target: own[0]?.target ?? null,
    slot: own.length === 0 ? null : slot,
    lastLevelBytes: own[0]?.boundaries.at(-1)?.capacityBytes ?? null,
    copyBytesPerSecond: bandwidthOf('copy', times),
    readBytesPerSecond: bandwidthOf('read', times),
    best: bestByRegion(studied),
    headlineGain: gainOf(ofHeadline),
    skeletonFraction:
      outOfCachePoint(ofHeadline.find(({ quantity }) => quantity === 'skeleton-fraction'))?.value ??
      null,
    variation: variationOf(studied),
  };
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
    return [{ ratio: point.value, interval: point.interval, over: series.over! }];
  });
  return gains.sort((a, b) => a.ratio - b.ratio)[0] ?? null;
}

function bestByRegion(studied: readonly CombinedSeries[]): readonly BestInRegion[] {
  const regions = new Set(studied.flatMap(({ points }) => points.map(({ at }) => at.region)));
  return [...regions].sort(compareRegions).map((region) => {
    const candidates = studied.flatMap(({ implementation, points }) => {
      const inside = clearPoints(points, region);
      if (inside.length === 0) return [];
      const nsPerElement = median(inside.map(({ value }) => value));
      return [{ region, implementation, nsPerElement }];
    });
    return candidates.reduce((best, own) => (own.nsPerElement < best.nsPerElement ? own : best));
  });
}

/** Those of a region that are no transition, if it has any. */
function clearPoints(points: readonly CombinedPoint[], region: Region): readonly CombinedPoint[] {
  const inside = points.filter(({ at }) => at.region === region);
  const clear = inside.filter(({ at }) => !at.isTransition);
  return clear.length > 0 ? clear : inside;
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
