import type { Layer } from './figure.js';
import type { Palette } from './palette.js';

/** Points of lines: filled, or hollow where a number is uncertain. */
export function pointLayers(
  points: readonly { readonly isHollow: boolean }[],
  encoding: object,
  { isClipped }: { readonly isClipped: boolean },
  palette: Palette,
): readonly Layer[] {
  const mark = { type: 'point' as const, clip: isClipped, tooltip: { signal: 'datum.tooltip' } };
  const hollow = { filled: false, fill: palette.background, strokeWidth: 1.5 };
  return [
    { data: { values: points.filter(({ isHollow }) => !isHollow) }, mark, encoding },
    {
      data: { values: points.filter(({ isHollow }) => isHollow) },
      mark: { ...mark, ...hollow },
      encoding,
    },
  ];
}
