/** Every colour of the figures, as SVG takes it: a hex colour or a CSS variable. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly orange: string;
  readonly purple: string;
  readonly blue: string;
  readonly green: string;
  readonly baseline: string;
  readonly readsOnly: string;
  readonly readsAndWrites: string;
  readonly inPlace: string;
  /** Of machines, which never share a hue with an algorithm. */
  readonly machine1: string;
  readonly machine2: string;
  readonly machine3: string;
  readonly machine4: string;
  readonly machine5: string;
}

/**
 * For SVG files: on white wherever they are shown. The hues are those of Okabe and Ito (2008), distinct
 * with any colour vision, some darkened until text in them reads well.
 */
export const lightPalette: Palette = {
  background: '#ffffff',
  ink: '#1f2328',
  muted: '#5f6871',
  grid: '#e4e7ea',
  orange: '#c75000',
  purple: '#a8477f',
  blue: '#0067a3',
  green: '#007a5a',
  baseline: '#6b737b',
  readsOnly: '#ecdf8e',
  readsAndWrites: '#d3b68c',
  inPlace: '#efb1ac',
  machine1: '#b3122e',
  machine2: '#00717d',
  machine3: '#5b3fb0',
  machine4: '#6b6300',
  machine5: '#7a4a1d',
};

/** The same hues on a dark page. Those of algorithms are in no other meaning: passes have yellow, brown and red. */
export const darkPalette: Palette = {
  background: '#14171a',
  ink: '#e6e8ea',
  muted: '#a2abb4',
  grid: '#2c3238',
  orange: '#ff9350',
  purple: '#e690c3',
  blue: '#62b6f2',
  green: '#3fcaa0',
  baseline: '#9aa3ab',
  readsOnly: '#5e5518',
  readsAndWrites: '#705a35',
  inPlace: '#7a423f',
  machine1: '#ff7d8c',
  machine2: '#46d3e0',
  machine3: '#b3a1ff',
  machine4: '#cfd04a',
  machine5: '#d9a878',
};

/** The declarations that `pagePalette` refers to, for a CSS rule. */
export function cssDeclarations(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, color]) => `--figure-${name}:${color as string}`)
    .join(';');
}

/** For figures in a page: they follow its light or dark style. */
export const pagePalette = Object.fromEntries(
  Object.keys(lightPalette).map((name) => [name, `var(--figure-${name})`]),
) as unknown as Palette;

/** An SVG that was drawn with `pagePalette`, in the light colours: for a file of its own. */
export function inLightColors(svg: string): string {
  return svg.replaceAll(
    /var\(--figure-(\w+)\)/g,
    (_, name: string) => lightPalette[name as keyof Palette],
  );
}
