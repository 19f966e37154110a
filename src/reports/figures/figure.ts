import type { TopLevelSpec } from 'vega-lite';

import type { Analysis } from '../../analysis/analysis.js';
import type { Sweep } from '../../model/axes.js';
import type { Palette } from './palette.js';

/** What a figure makes of an analysis: a Vega-Lite spec, or the sentence to show in its place. */
export type Drawing =
  | {
      readonly status: 'drawn';
      /** What it shows, in one or two sentences: below the figure, and for screen readers. */
      readonly caption: string;
      readonly spec: TopLevelSpec;
    }
  | { readonly status: 'empty'; readonly reason: string };

/** A figure of a run, listed in `run-figures.ts`. */
export interface Figure {
  /** Name of its file, and its id in the page. */
  readonly id: string;
  readonly title: string;
  readonly draw: (analysis: Analysis, palette: Palette) => Drawing;
}

/** A layer of a layered Vega-Lite spec. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

/** The reason why a figure of a run that measured nothing is empty. */
export const nothingMeasured = 'Nothing was measured.';

/** The reason why a figure of DRAM is empty. */
export function notOutOfCache({ target }: Sweep): string {
  return `Every size measured on ${target} fits in a cache.`;
}

/** An empty drawing. */
export function empty(reason: string): Drawing {
  return { status: 'empty', reason };
}

/** Width of the plot itself; with axis and labels a figure is some 740 px wide. */
export const plotWidthPx = 540;
