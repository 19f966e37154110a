import type { Config } from 'vega-lite';

import { wideLayout, type Layout } from './figure.js';
import type { Palette } from './palette.js';

/** Fonts of the page and its figures, those of the system. */
export const figureFont =
  'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

/** The look that all figures share. */
function themeOf(palette: Palette): Config {
  const { ink, muted, grid } = palette;
  return {
    // A reader hears the caption; a label on each of some hundred marks says less and weighs more.
    aria: false,
    font: figureFont,
    view: { stroke: null },
    axis: {
      labelColor: muted,
      labelFontSize: 11,
      titleColor: ink,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
      labelLimit: 0,
      gridColor: grid,
      domainColor: muted,
      tickColor: muted,
    },
    title: {
      anchor: 'start',
      frame: 'bounds',
      color: ink,
      fontSize: 15,
      fontWeight: 600,
      subtitleColor: muted,
      subtitleFontSize: 12,
      subtitlePadding: 5,
      limit: 0,
      offset: 8,
    },
    text: { color: ink, fontSize: 11, limit: 0 },
    line: { strokeWidth: 1.8, strokeCap: 'round' },
    point: { filled: true, size: 38, opacity: 1 },
  };
}

/** What every top-level spec begins with. */
export function frameOf(palette: Palette, { isNarrow }: Pick<Layout, 'isNarrow'> = wideLayout) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: palette.background,
    padding: isNarrow ? 4 : 12,
    config: themeOf(palette),
  } as const;
}

/** The title of a figure in that layout. */
export function titleOf(text: string, subtitle: string, { isTitled }: Layout) {
  return isTitled ? { title: { text, subtitle } } : {};
}

/** The title of one of the panels of a figure. */
export function panelTitleOf(text: string) {
  return {
    title: { text, fontSize: 12.5, anchor: 'start', frame: 'group', offset: 6 },
  } as const;
}
