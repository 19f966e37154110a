/** Every colour of the figures, as SVG takes it: a hex colour or a CSS variable. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly zone: string;
  readonly recompute: string;
  readonly reload: string;
  readonly twoPass: string;
  readonly online: string;
  readonly baseline: string;
  readonly readsOnly: string;
  readonly readsAndWrites: string;
  readonly inPlace: string;
}

/**
 * For figures that stand alone, on white wherever they are shown. The hues are those of Okabe and Ito
 * (2008), told apart with any colour vision, some darkened until text in them reads well.
 */
export const lightPalette: Palette = {
  background: '#ffffff',
  ink: '#1f2328',
  muted: '#5f6871',
  grid: '#e4e7ea',
  zone: '#f1f3f5',
  recompute: '#c75000',
  reload: '#a8477f',
  twoPass: '#0067a3',
  online: '#007a5a',
  baseline: '#6b737b',
  readsOnly: '#a9d0ee',
  readsAndWrites: '#f5c08a',
  inPlace: '#dcb3cd',
};

/** The same hues on a dark page. */
export const darkPalette: Palette = {
  background: '#14171a',
  ink: '#e6e8ea',
  muted: '#a2abb4',
  grid: '#2c3238',
  zone: '#1d2226',
  recompute: '#ff9350',
  reload: '#e690c3',
  twoPass: '#62b6f2',
  online: '#3fcaa0',
  baseline: '#9aa3ab',
  readsOnly: '#24557a',
  readsAndWrites: '#85501a',
  inPlace: '#6d3f5b',
};

/** The declarations that `pagePalette` refers to, for a CSS rule. */
export function cssDeclarations(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, color]) => `--figure-${name}:${color as string}`)
    .join(';');
}

/** For figures inside the HTML report, which follow its light or dark style. */
export const pagePalette = Object.fromEntries(
  Object.keys(lightPalette).map((name) => [name, `var(--figure-${name})`]),
) as unknown as Palette;
