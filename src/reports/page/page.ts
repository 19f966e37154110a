// Runs in the pages of HTML reports, bundled by scripts/build-vendor.ts. A page says everything without it; this
// adds tooltips, legends that hide a series, switches, downloads, and tables of the class `sortable` that can be
// sorted and filtered.
import { offerFiles, offerFigures, unzipped, type PageData } from './downloads.js';
import { makeLegend } from './legend.js';
import { makeSortable } from './sortable.js';
import { makeSwitch } from './switch.js';
import { showTooltips } from './tooltip.js';
import { markScrolling } from './scrolling.js';

const source = document.getElementById('page-data');
const data = JSON.parse(source?.textContent ?? '{}') as PageData;

offerFiles(data);
for (const figure of document.querySelectorAll<HTMLElement>('figure')) {
  makeSwitch(figure);
  makeLegend(figure);
  offerFigures(figure, data);
}
for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable'))
  makeSortable(table);
for (const frame of document.querySelectorAll<HTMLElement>('.table')) markScrolling(frame);
addEventListener('hashchange', () => {
  const heading = document.getElementById(location.hash.slice(1));
  const details = heading?.closest('details');
  if (details) details.open = true;
});
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
void unzipped(data.tips)
  .text()
  .then((text) => {
    showTooltips(text.split('\0'));
    for (const drawing of document.querySelectorAll<HTMLElement>('.drawing'))
      drawing.dataset.drawn = 'interactive';
  });
