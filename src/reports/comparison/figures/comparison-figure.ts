import type { ComparedMachines } from '../../../compare/compare-machines.js';
import type { Drawing, Layout } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';

/** One entry of `comparison-figures.ts`. */
export interface ComparisonFigure {
  /** Name of its file, and its id in the page. */
  readonly id: string;
  readonly title: string;
  readonly draw: (compared: ComparedMachines, palette: Palette, layout: Layout) => Drawing;
}
