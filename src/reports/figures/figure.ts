import type { TopLevelSpec } from 'vega-lite';

import type { Analysis } from '../../analysis/analysis.js';
import type { Palette } from './palette.js';

/** What a figure makes of an analysis: a Vega-Lite spec, or the sentence to show in its place. */
export type Drawing =
  | {
      readonly status: 'drawn';
      /** What to see in it, in one or two sentences: shown below it and read out for it. */
      readonly caption: string;
      readonly spec: TopLevelSpec;
    }
  | { readonly status: 'empty'; readonly reason: string };

/** One entry of `registry.ts`. */
export interface Figure {
  /** Name of its file, and its id in the page. */
  readonly id: string;
  readonly title: string;
  readonly draw: (analysis: Analysis, palette: Palette) => Drawing;
}

/** A layer of a layered Vega-Lite spec. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** An empty drawing. */
export function empty(reason: string): Drawing {
  return { status: 'empty', reason };
}

/** Width of the plot itself; with axis and labels a figure is some 740 px wide. */
export const plotWidthPx = 540;
