import { algorithmOf } from '../../softmax/algorithms.js';
import { studyOf } from '../../softmax/studies.js';
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

const headlineLook: Look = { hue: 'blue', shape: 'circle' };
const rivalLooks: readonly Look[] = [
  { hue: 'orange', shape: 'square' },
  { hue: 'purple', shape: 'diamond' },
];
const challengerLook: Look = { hue: 'green', shape: 'triangle-up' };
const yardstickLook: Look = { hue: 'baseline', shape: 'cross' };

/** The style of an algorithm by its part in the study of its operation; all others look like a baseline. */
export function algorithmStyle(id: string, palette: Palette): AlgorithmStyle {
  const { operation, ordinaryForm } = algorithmOf(id);
  const { hue, shape } = lookOf(ordinaryForm ?? id, operation);
  const solid = [1, 0] as const;
  const dash =
    ordinaryForm === null ? (id === 'read' ? ([2, 3] as const) : solid) : ([5, 3] as const);
  return { color: palette[hue], dash, shape };
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
