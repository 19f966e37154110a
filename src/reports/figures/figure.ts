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
      /** Its marks by name, for the page; without one the figure explains them itself. */
      readonly legend?: readonly LegendEntry[];
    }
  | { readonly status: 'empty'; readonly reason: string };

/** How much room a figure has. */
export interface Layout {
  /** Width of a plot with an axis of sizes. */
  readonly plotWidthPx: number;
  /** On a phone: no names at the ends of lines. */
  readonly isNarrow: boolean;
  /** False where the page shows the title as text. */
  readonly isTitled: boolean;
}

/** A file, and most pages: some 740 px with axis and names. */
export const wideLayout: Layout = { plotWidthPx: 540, isNarrow: false, isTitled: true };

/** The whole width of the page on a large screen. */
export const fullLayout: Layout = { plotWidthPx: 995, isNarrow: false, isTitled: false };

/** A phone: 360 px in all. */
export const narrowLayout: Layout = { plotWidthPx: 278, isNarrow: true, isTitled: false };

/** A mark of a figure and what it means; the page hides and highlights the marks of that `series`, unless it is empty. */
export interface LegendEntry {
  readonly series: string;
  readonly label: string;
  readonly color: string;
  /** As of `AlgorithmStyle`; null for what is no line. */
  readonly dash: readonly [number, number] | null;
  /** A Vega symbol; null for a line without points. */
  readonly shape: string | null;
  /** Of a filled shape; 1 without. */
  readonly opacity?: number;
}

/** A figure of a run, listed in `run-figures.ts`. */
export interface Figure {
  /** Name of its file, and its id in the page. */
  readonly id: string;
  readonly title: string;
  /** The one that a page shows over its whole width, of each sweep that was measured. */
  readonly isLead?: boolean;
  /** Whether reports of the analysis have it at all; without it all have. */
  readonly isFor?: (analysis: Analysis) => boolean;
  readonly draw: (analysis: Analysis, palette: Palette, layout: Layout) => Drawing;
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
