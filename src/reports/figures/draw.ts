import type { Spec } from 'vega';

import type { Analysis } from '../../analysis/analysis.js';
import type { Drawing } from './figure.js';
import { pagePalette } from './palette.js';
import { figures } from './run-figures.js';
import { compileToVega, renderSvg } from './vega.js';

/** A figure as a report shows it: drawn, or the reason why there is none. */
export type DrawnFigure = { readonly id: string; readonly title: string } & (
  | {
      readonly status: 'drawn';
      readonly caption: string;
      /** A whole SVG element, in the colours of a page; `inLightColors` makes a file of it. */
      readonly svg: string;
      /** The compiled Vega spec of the same picture. */
      readonly spec: Spec;
    }
  | { readonly status: 'empty'; readonly reason: string }
);

/** Draws every figure of a run; some 100 ms each. */
export function drawFigures(analysis: Analysis): Promise<readonly DrawnFigure[]> {
  return drawAll(figures, (figure) => figure.draw(analysis, pagePalette));
}

/** Draws the figures one after the other. */
export async function drawAll<Source extends Pick<DrawnFigure, 'id' | 'title'>>(
  sources: readonly Source[],
  drawingOf: (source: Source) => Drawing,
): Promise<readonly DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const source of sources) {
    const { id, title } = source;
    const drawing = drawingOf(source);
    if (drawing.status === 'empty') {
      drawn.push({ id, title, ...drawing });
      continue;
    }
    const { caption } = drawing;
    const spec = await compileToVega(drawing.spec);
    drawn.push({ id, title, status: 'drawn', caption, svg: await renderSvg(spec), spec });
  }
  return drawn;
}
