import type { Config } from 'vega-lite';

import type { Palette } from './palette.js';

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

/** The look that all figures share. */
function themeOf(palette: Palette): Config {
  const { ink, muted, grid } = palette;
  return {
    // A reader hears the caption; a label on each of some hundred marks says less and weighs more.
    aria: false,
    font,
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
export function frameOf(palette: Palette) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: palette.background,
    padding: 12,
    config: themeOf(palette),
  } as const;
}
