import { algorithmOf } from '../../softmax/algorithms.js';
import type { Palette } from './palette.js';

/** How an algorithm looks in every figure; the streaming form of one is its dashed line. */
export interface AlgorithmStyle {
  readonly color: string;
  /** Lengths of dashes and gaps in px; `[1, 0]` is a solid line. */
  readonly dash: readonly [number, number];
  /** A Vega symbol: shapes differ too, for print and for any colour vision. */
  readonly shape: string;
}

const softmaxStyles: Readonly<Record<string, { color: keyof Palette; shape: string }>> = {
  'three-pass-recompute': { color: 'recompute', shape: 'square' },
  'three-pass-reload': { color: 'reload', shape: 'diamond' },
  'two-pass': { color: 'twoPass', shape: 'circle' },
  online: { color: 'online', shape: 'triangle-up' },
};

const baselineDashes: Readonly<Record<string, readonly [number, number]>> = {
  read: [2, 3],
  'copy-streaming': [6, 3],
};

/** The style of an algorithm or baseline; what is not named here is drawn as a solid baseline. */
export function algorithmStyle(id: string, palette: Palette): AlgorithmStyle {
  const { streamingFormOf } = algorithmOf(id);
  const own = softmaxStyles[streamingFormOf ?? id];
  if (own === undefined) {
    return { color: palette.baseline, dash: baselineDashes[id] ?? [1, 0], shape: 'cross' };
  }
  return {
    color: palette[own.color],
    dash: streamingFormOf === null ? [1, 0] : [5, 3],
    shape: own.shape,
  };
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
