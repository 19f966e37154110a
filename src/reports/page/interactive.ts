// Runs in the pages of HTML reports, bundled by scripts/build-vendor.ts. A page has each figure as
// static SVG; this draws it again, with tooltips. If anything fails, the static one stays. Tables of the
// class `sortable` can be sorted and filtered.
import { parse, View, type Spec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';

import { makeSortable } from './sortable.js';
import { createTooltip } from './tooltip.js';

/** What the page holds for one figure: the id of its element and its compiled Vega spec. */
interface PageFigure {
  readonly id: string;
  readonly spec: Spec;
}

async function draw({ id, spec }: PageFigure, tooltip: ReturnType<typeof createTooltip>) {
  const place = document.getElementById(id);
  if (place === null) return;
  const container = document.createElement('div');
  container.ariaHidden = 'true';
  // Without the interpreter Vega calls `new Function`, which the page's content security policy forbids.
  const runtime = parse(spec, undefined, { ast: true });
  const view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', hover: false });
  view.tooltip((_handler, event, _item, value) => tooltip(event, value));
  await view.initialize(container).runAsync();
  place.replaceChildren(container);
  place.dataset.drawn = 'interactive';
}

const source = document.getElementById('figure-specs');
const figures = JSON.parse(source?.textContent ?? '[]') as PageFigure[];
const tooltip = createTooltip();
for (const figure of figures) {
  draw(figure, tooltip).catch((error: unknown) => console.warn('static figure kept:', error));
}
for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable'))
  makeSortable(table);
