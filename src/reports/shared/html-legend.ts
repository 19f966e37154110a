import type { LegendEntry } from '../figures/figure.js';
import { escapeHtml } from './html-escape.js';

/** The path of each symbol in a box from -4 to 4. */
const symbolPaths: Readonly<Record<string, string>> = {
  circle: 'M-4,0a4,4,0,1,0,8,0a4,4,0,1,0,-8,0z',
  square: 'M-3.5,-3.5h7v7h-7z',
  diamond: 'M0,-4.5L4,0L0,4.5L-4,0z',
  'triangle-up': 'M0,-4L4,3.5L-4,3.5z',
  'triangle-down': 'M0,4L4,-3.5L-4,-3.5z',
  'triangle-left': 'M-4,0L3.5,4L3.5,-4z',
  cross: 'M-4,-1.4h2.6v-2.6h2.8v2.6h2.6v2.8h-2.6v2.6h-2.8v-2.6h-2.6z',
  tick: 'M-1,-6h2v12h-2z',
  ring: 'M-4,0a4,4,0,1,0,8,0a4,4,0,1,0,-8,0zM-2.6,0a2.6,2.6,0,1,1,5.2,0a2.6,2.6,0,1,1,-5.2,0z',
};

/** The marks of a figure by name; the script of the page makes those with a series into buttons. */
export function legendElement(entries: readonly LegendEntry[]): string {
  if (entries.length === 0) return '';
  const items = entries.map((entry) => {
    const series = entry.series === '' ? '' : ` data-legend="${escapeHtml(entry.series)}"`;
    return `<li${series}>${swatch(entry)}${escapeHtml(entry.label)}</li>`;
  });
  return `<ul class="legend">${items.join('')}</ul>`;
}

function swatch({ color, dash, shape, opacity = 1 }: LegendEntry): string {
  const line =
    dash === null
      ? ''
      : `<path d="M1,7H29" stroke="${color}" stroke-width="2" stroke-linecap="round" stroke-dasharray="${dash.join()}"/>`;
  const symbol =
    shape === null
      ? ''
      : `<path transform="translate(${dash === null ? 7 : 15},7)" d="${symbolPaths[shape] ?? ''}" fill="${color}" fill-rule="evenodd" fill-opacity="${opacity}"/>`;
  const width = dash === null ? 14 : 30;
  return `<svg aria-hidden="true" width="${width}" height="14" viewBox="0 0 ${width} 14">${line}${symbol}</svg>`;
}
