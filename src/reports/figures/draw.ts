import type { Analysis } from '../../analysis/analysis.js';
import { sweepName } from '../shared/sweep-name.js';
import { alternativeSweeps } from './alternative-sweeps.js';
import { drawnSizesOf } from './drawn-sizes.js';
import {
  fullLayout,
  narrowLayout,
  wideLayout,
  type Drawing,
  type LegendEntry,
  type Layout,
} from './figure.js';
import { withMarkTexts } from './mark-texts.js';
import { pagePalette } from './palette.js';
import { polishSvg } from './polish-svg.js';
import { figuresOf } from './run-figures.js';
import { compileToVega, renderSvg } from './vega.js';

/** One picture in the sizes that a page shows. Whole SVG elements, in the colours of a page. */
export interface Picture {
  /** What it is about, where a figure has several. */
  readonly name: string;
  /** Also the file, by `inLightColors`. */
  readonly svg: string;
  /** For a phone; null where `svg` is all there is. */
  readonly narrowSvg: string | null;
  /** For the width of a large screen; null where `svg` is as wide as it gets. */
  readonly fullSvg: string | null;
}

/** A figure as a report shows it: drawn, or the reason why there is none. */
export type DrawnFigure = { readonly id: string; readonly title: string } & (
  | (Omit<Picture, 'name'> & {
      readonly status: 'drawn';
      readonly caption: string;
      readonly legend: readonly LegendEntry[];
      /** The same figure of other sweeps. */
      readonly alternatives: readonly Picture[];
      /** What it is about, next to alternatives. */
      readonly name: string;
    })
  | { readonly status: 'empty'; readonly reason: string }
);

/** Draws every figure of a run in all sizes and for all sweeps that a page shows; some 50 ms each. */
export async function drawFigures(whole: Analysis): Promise<readonly DrawnFigure[]> {
  const { analysis, note } = drawnSizesOf(whole);
  const drawn: DrawnFigure[] = [];
  for (const { id, title, draw, isLead } of figuresOf(analysis)) {
    const drawIn = (subject: Analysis['subject'], layout: Layout): Drawing =>
      draw({ ...analysis, subject }, pagePalette, layout);
    const drawing = drawIn(analysis.subject, wideLayout);
    if (drawing.status === 'empty') {
      drawn.push({ id, title, ...drawing });
      continue;
    }
    const pictureOf = async (subject: Analysis['subject'], wide: Drawing): Promise<Picture> => {
      const name = subject === null ? '' : sweepName(subject, analysis.sweeps);
      const prefix = `${id}-${name.replaceAll(/\W+/g, '-')}`;
      const svgIn = (layout: Layout, own = drawIn(subject, layout)) =>
        svgOf(own, `${prefix}-${layout.plotWidthPx}`);
      return {
        name,
        svg: (await svgIn(wideLayout, wide))!,
        narrowSvg: await svgIn(narrowLayout),
        fullSvg: isLead === true ? await svgIn(fullLayout) : null,
      };
    };
    const alternatives: Picture[] = [];
    for (const sweep of isLead === true ? alternativeSweeps(analysis) : []) {
      alternatives.push(await pictureOf(sweep, drawIn(sweep, wideLayout)));
    }
    const { caption, legend = [] } = drawing;
    const picture = await pictureOf(analysis.subject, drawing);
    const facts = { id, title, caption: `${caption}${note}`, legend };
    drawn.push({ status: 'drawn', ...facts, ...picture, alternatives });
  }
  return drawn;
}

/** Draws every figure of a run in the one size of a file. */
export async function drawFiles(whole: Analysis): Promise<readonly DrawnFigure[]> {
  const { analysis, note } = drawnSizesOf(whole);
  const drawn = await drawAll(figuresOf(analysis), ({ draw }, layout) =>
    draw(analysis, pagePalette, layout),
  );
  return drawn.map((figure) =>
    figure.status === 'drawn' ? { ...figure, caption: `${figure.caption}${note}` } : figure,
  );
}

/** Draws figures one after the other, in the size of a file and, where that is wanted, in that of a phone. */
export async function drawAll<Source extends Pick<DrawnFigure, 'id' | 'title'>>(
  sources: readonly Source[],
  drawingOf: (source: Source, layout: Layout) => Drawing,
  hasNarrow = false,
): Promise<readonly DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const source of sources) {
    const { id, title } = source;
    const drawing = drawingOf(source, wideLayout);
    if (drawing.status === 'empty') {
      drawn.push({ id, title, ...drawing });
      continue;
    }
    const { caption, legend = [] } = drawing;
    drawn.push({
      id,
      title,
      status: 'drawn',
      caption,
      legend,
      name: '',
      svg: (await svgOf(drawing, id))!,
      narrowSvg: hasNarrow
        ? await svgOf(drawingOf(source, narrowLayout), `${id}-${narrowLayout.plotWidthPx}`)
        : null,
      fullSvg: null,
      alternatives: [],
    });
  }
  return drawn;
}

async function svgOf(drawing: Drawing, prefix: string): Promise<string | null> {
  if (drawing.status === 'empty') return null;
  return polishSvg(await renderSvg(await compileToVega(withMarkTexts(drawing.spec))), prefix);
}
