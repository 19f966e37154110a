import { algorithmOf } from '../../softmax/algorithms.js';
import { studyOf } from '../../softmax/studies.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import type { LegendEntry } from './figure.js';
import type { Palette } from './palette.js';

/** How an implementation looks in every figure; the form with NT stores is its dashed line. */
export interface AlgorithmStyle {
  readonly color: string;
  /** Lengths of dashes and gaps in px; `[1, 0]` is a solid line. */
  readonly dash: readonly [number, number];
  /** A Vega symbol: shapes differ too, for print and for any colour vision. */
  readonly shape: string;
}

interface Look {
  readonly hue: keyof Palette;
  readonly shape: string;
}

/** The line of the floor, next to those of implementations. */
export const floorSeries = 'read + copy floor';

/** That of forms with NT stores. */
export const nonTemporalFloorSeries = 'read + copy-nt floor';

/** The line of the floor of an implementation: of the headline and of its form with NT stores; null for others. */
export function floorSeriesOf(implementation: string, headline: string): string | null {
  if (implementation === headline) return floorSeries;
  return algorithmOf(implementation).ordinaryForm === headline ? nonTemporalFloorSeries : null;
}

/** The lines of what the headline would gain if bytes alone set the time. */
export const predictionSeries = {
  passBytes: 'read + write bytes',
  busBytes: 'bytes with RFO',
} as const;

/** Lines that are no implementation; dots mean a prediction and nothing else. */
const otherLines: Readonly<
  Record<string, { hue: keyof Palette; dash: readonly [number, number] }>
> = {
  [floorSeries]: { hue: 'ink', dash: [1, 0] },
  [nonTemporalFloorSeries]: { hue: 'ink', dash: [5, 3] },
  [predictionSeries.passBytes]: { hue: 'ink', dash: [1, 4] },
  [predictionSeries.busBytes]: { hue: 'muted', dash: [1, 4] },
};

const headlineLook: Look = { hue: 'blue', shape: 'circle' };
const rivalLooks: readonly Look[] = [
  { hue: 'orange', shape: 'square' },
  { hue: 'purple', shape: 'diamond' },
];
const challengerLook: Look = { hue: 'green', shape: 'triangle-up' };
const yardstickLook: Look = { hue: 'baseline', shape: 'cross' };

/** The style of an algorithm by its part in the study of its operation; all others look like a baseline. */
export function algorithmStyle(id: string, palette: Palette): AlgorithmStyle {
  const other = otherLines[id];
  if (other !== undefined) return { color: palette[other.hue], dash: other.dash, shape: 'stroke' };
  const { operation, ordinaryForm } = algorithmOf(id);
  const { hue, shape } = lookOf(ordinaryForm ?? id, operation);
  const solid = [1, 0] as const;
  const dash =
    ordinaryForm === null ? (id === 'read' ? ([2, 3] as const) : solid) : ([5, 3] as const);
  return { color: palette[hue], dash, shape };
}

/** What a line is called: `recompute`, `two-pass-nt`, `read + copy floor`. */
export function seriesName(id: string): string {
  return id in otherLines ? id : shortAlgorithmName(id);
}

/** The entries of lines; those that are no implementation have no points. */
export function seriesLegend(ids: readonly string[], palette: Palette): readonly LegendEntry[] {
  return ids.map((id) => {
    const { color, dash, shape } = algorithmStyle(id, palette);
    const label = seriesName(id);
    return { series: id, label, color, dash, shape: id in otherLines ? null : shape };
  });
}

function lookOf(id: string, operation: Parameters<typeof studyOf>[0]): Look {
  const study = studyOf(operation);
  if (study === undefined) return yardstickLook;
  if (id === study.headline) return headlineLook;
  return rivalLooks[study.rivals.indexOf(id)] ?? challengerLook;
}

/** Vega-Lite scales that give each of `ids` its colour, dash and shape. */
export function styleScales(ids: readonly string[], palette: Palette) {
  const styles = ids.map((id) => algorithmStyle(id, palette));
  const domain = [...ids];
  return {
    color: { domain, range: styles.map(({ color }) => color) },
    dash: { domain, range: styles.map(({ dash }) => [...dash]) },
    shape: { domain, range: styles.map(({ shape }) => shape) },
  };
}
