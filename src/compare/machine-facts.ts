import { median } from '../statistics/median.js';
import { threePassIds } from '../softmax/three-pass.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import type { CombinedMachine, CombinedPoint, CombinedSeries } from './combine.js';
import type { BestInRegion, ComparedMachine, RegionVariation } from './comparison.js';
import { buildOf } from './machines.js';
import { printable } from './printable.js';
import { slotSeries, type Slot } from './shared-cells.js';
import { outOfCachePoint } from './views.js';

/** What a machine is and how fast, whatever the others are. */
export type MachineFacts = Omit<
  ComparedMachine,
  'isBaseline' | 'rank' | 'isTied' | 'overBaseline' | 'bordaShare'
>;

const regionOrder = ['L1', 'L2', 'L3', 'last-level', 'memory'];

/** By the widest target of the machine in that slot. */
export function machineFacts(machine: CombinedMachine, slot: Slot | null): MachineFacts {
  const { name, runs } = machine;
  const first = runs[0]!;
  const own = slot === null ? [] : slotSeries([...machine.series.values()], slot);
  const times = own.filter(({ quantity }) => quantity === 'time');
  const softmax = times.filter(({ kind }) => kind === 'softmax');
  return {
    name,
    cpuModel: printable(first.machine.cpuModel),
    build: printable(buildOf(first)),
    paths: runs.map(({ path }) => path),
    runCount: runs.length,
    target: own[0]?.target ?? null,
    cacheState: own.length === 0 ? null : slot!.cacheState,
    threadCount: own.length === 0 ? null : slot!.threadCount,
    lastLevelBytes: first.boundaries.at(-1)!.capacityBytes,
    copyBytesPerSecond: bandwidthOf('copy', times),
    readBytesPerSecond: bandwidthOf('read', times),
    best: bestByRegion(softmax),
    twoPassGain: gainOf(own),
    skeletonFraction:
      outOfCachePoint(
        own.find(
          ({ quantity, algorithm }) => quantity === 'skeleton-fraction' && algorithm === 'two-pass',
        ),
      )?.value ?? null,
    variation: variationOf(softmax),
  };
}

function bandwidthOf(id: string, times: readonly CombinedSeries[]): number | null {
  const point = outOfCachePoint(times.find(({ algorithm }) => algorithm === id));
  if (point === null) return null;
  return (trafficOf(algorithmOf(id), 1).passBytes / point.value) * 1e9;
}

/** Two-pass over the better three-pass algorithm: the one that it gains less over. */
function gainOf(own: readonly CombinedSeries[]): ComparedMachine['twoPassGain'] {
  const gains = threePassIds.flatMap((over) => {
    const point = outOfCachePoint(
      own.find(
        (series) =>
          series.quantity === 'speedup' && series.algorithm === 'two-pass' && series.over === over,
      ),
    );
    return point === null ? [] : [{ ratio: point.value, interval: point.interval, over }];
  });
  return gains.sort((a, b) => a.ratio - b.ratio)[0] ?? null;
}

function bestByRegion(softmax: readonly CombinedSeries[]): readonly BestInRegion[] {
  return regionsOf(softmax).map((region) => {
    const candidates = softmax.flatMap(({ algorithm, points }) => {
      const inside = clearPoints(points, region);
      if (inside.length === 0) return [];
      return [{ region, algorithm, nsPerElement: median(inside.map(({ value }) => value)) }];
    });
    return candidates.reduce((best, own) => (own.nsPerElement < best.nsPerElement ? own : best));
  });
}

/** Those of a region that are no transition, if it has any. */
function clearPoints(points: readonly CombinedPoint[], region: string): readonly CombinedPoint[] {
  const inside = points.filter((point) => point.region === region);
  const clear = inside.filter(({ isTransition }) => !isTransition);
  return clear.length > 0 ? clear : inside;
}

function variationOf(softmax: readonly CombinedSeries[]): readonly RegionVariation[] {
  return regionsOf(softmax).map((region) => {
    const points = softmax.flatMap((series) =>
      series.points.filter((point) => point.region === region),
    );
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

/** From the innermost cache to memory. */
function regionsOf(series: readonly CombinedSeries[]): readonly string[] {
  const regions = new Set(series.flatMap(({ points }) => points.map(({ region }) => region)));
  return [...regions].sort((a, b) => regionOrder.indexOf(a) - regionOrder.indexOf(b));
}
