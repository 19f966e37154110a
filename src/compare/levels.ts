import { groupBy } from '../model/group-by.js';
import { compareRegions, type Region } from '../model/region.js';
import type { Study } from '../softmax/studies.js';
import type { CombinedSeries } from './combine.js';
import { meanPoint, type LogPoint } from './ratio.js';
import {
  metricFacts,
  passBytesPerElement,
  type View,
  type ViewedPoint,
  type ViewedSeries,
} from './views.js';

/** What a machine does at one level, with its best implementation there, over its own sizes. */
export interface LevelPoint {
  readonly region: Region;
  /** Whether all its sizes are out of cache; always false but for DRAM. */
  readonly isOutOfCache: boolean;
  readonly implementation: string;
  /** Geometric mean over the sizes, in the unit of the view. */
  readonly value: number;
  readonly sizeCount: number;
  /** The same as it is compared. */
  readonly mean: LogPoint;
}

type Candidate = Omit<LevelPoint, 'region'>;

/** What a baseline moves at one level. */
export interface LevelBandwidth {
  readonly region: Region;
  /** Read + write bytes, geometric mean over the own sizes. */
  readonly bytesPerSecond: number;
}

/**
 * By level, from the innermost cache to DRAM. By time the implementation of the study's operation with the shortest
 * one; by other metrics the study's headline, over its best rival.
 * @param series of one slot on one target.
 * @param shipped what the run answers for the largest sizes, which is the best one in DRAM.
 */
export function levelsOf(
  series: readonly ViewedSeries[],
  { operation, headline }: Study,
  { metric }: Pick<View, 'metric'>,
  shipped: string | null,
): readonly LevelPoint[] {
  const studied = series.filter((own) =>
    metric === 'time' ? own.operation === operation : own.implementation === headline,
  );
  const points = studied.flatMap((own) => [...own.points.values()]);
  const regions = [...new Set(points.map(({ point }) => point.at.region))].sort(compareRegions);
  return regions.map((region) => {
    const candidates = studied.flatMap((own) => candidateOf(own, region, metric));
    const most = Math.max(...candidates.map(({ sizeCount }) => sizeCount));
    const complete = candidates.filter(({ sizeCount }) => sizeCount === most);
    const named =
      region === 'DRAM' && metric === 'time'
        ? complete.find(({ implementation }) => implementation === shipped)
        : undefined;
    const best = named ?? complete.reduce((a, b) => (b.value < a.value ? b : a));
    return { region, ...best };
  });
}

/** By level, from the innermost cache to DRAM; none for a baseline that was not measured. */
export function bandwidthsOf(series: CombinedSeries | undefined): readonly LevelBandwidth[] {
  if (series === undefined) return [];
  const points = series.points.map((point) => ({ point }));
  const regions = [...new Set(points.map(({ point }) => point.at.region))].sort(compareRegions);
  return regions.map((region) => {
    const logs = clearPoints(points, region).map(({ point }) =>
      Math.log((passBytesPerElement(series.implementation, point) / point.value) * 1e9),
    );
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return { region, bytesPerSecond: rounded(Math.exp(mean)) };
  });
}

function candidateOf(
  { implementation, points }: ViewedSeries,
  region: Region,
  metric: View['metric'],
): readonly Candidate[] {
  const inside = clearPoints([...points.values()], region);
  if (inside.length === 0) return [];
  const mean = meanPoint(inside.map(({ log }) => log));
  const isLess = metricFacts[metric].direction === 'less is better';
  return [
    {
      isOutOfCache: inside.every(({ point }) => point.at.isOutOfCache),
      implementation,
      value: rounded(Math.exp(isLess ? -mean.log : mean.log)),
      sizeCount: inside.length,
      mean,
    },
  ];
}

/** The digits that are known of a value of a reduced run. */
export function rounded(value: number): number {
  return Number(value.toPrecision(7));
}

/** Those out of cache, else those of the region that are no transition, else all of it. */
function clearPoints<Point extends Pick<ViewedPoint, 'point'>>(
  points: readonly Point[],
  region: Region,
): readonly Point[] {
  const inside = points.filter(({ point }) => point.at.region === region);
  const kinds = groupBy(inside, ({ point: { at } }) =>
    at.isOutOfCache ? 'out of cache' : at.isTransition ? 'transition' : 'clear',
  );
  return kinds.get('out of cache') ?? kinds.get('clear') ?? inside;
}
