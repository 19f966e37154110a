import { figureFont } from './theme.js';

/**
 * The SVG of Vega without what a reader does not see, at a third of the size. The texts of `withMarkTexts` become
 * `data-series` and `data-tip`.
 * @param prefix makes its ids different from those of other figures on the page.
 */
export function polishSvg(svg: string, prefix: string): string {
  return svg
    .replaceAll(/<[^>]*>/g, (tag) => polishedTag(tag, prefix))
    .replace('<svg ', `<svg font-family='${figureFont}' `);
}

const unseenAttributes =
  / (?:(?:role|aria-roledescription|aria-hidden|pointer-events|xmlns:xlink|font-family)="[^"]*"|opacity="1"|stroke-dasharray="1,0"|display="none"|class="mark-group role-(?:axis|scope|frame)[^"]*")/g;

function polishedTag(tag: string, prefix: string): string {
  // The outlines of groups, which are not painted.
  if (/^<path class="(?:background|foreground)"/.test(tag) && !/ (?:stroke|fill)=/.test(tag)) {
    return '';
  }
  return tag
    .replace(/ aria-label="([^"]*)"/, (_, text: string) => dataAttributes(text))
    .replaceAll(unseenAttributes, '')
    .replaceAll(/ (d|transform|[xy][12]?)="([^"]*)"/g, (_, name: string, value: string) =>
      attribute(name, value.replaceAll(/-?\d+\.\d+/g, rounded)),
    )
    .replaceAll(/( id="|url\(#)(clip\d+)/g, `$1${prefix}-$2`);
}

/** A tenth of a pixel is not seen. */
function rounded(number: string): string {
  return String(Number(Number(number).toFixed(1)));
}

/** Escaped text in, escaped attributes out. */
function dataAttributes(text: string): string {
  const [series = '', ...fields] = text.split('&#xA;');
  const tip = fields.length === 0 ? '' : attribute('data-tip', fields.join('&#xA;'));
  return (series === '' ? '' : attribute('data-series', series)) + tip;
}

function attribute(name: string, value: string): string {
  return ` ${name}="${value}"`;
}

/** The SVG without what only a page uses, for a file. */
export function withoutMarkTexts(svg: string): string {
  return svg.replaceAll(/ data-(?:series|tip)="[^"]*"/g, '');
}
