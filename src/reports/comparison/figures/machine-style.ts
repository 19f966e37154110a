import type { Comparison } from '../../../compare/comparison.js';
import type { LegendEntry } from '../../figures/figure.js';
import type { Palette } from '../../figures/palette.js';
import { shortened } from '../comparison-texts.js';

/** The baseline's first. More colours than these are hard to distinguish. */
const hues = ['ink', 'machine1', 'machine2', 'machine3', 'machine4', 'machine5'] as const;

const legendColumns = 30;

/** How machines look in every figure of a comparison. */
export interface MachineStyles {
  /** Those with a colour of their own: the baseline, then the best. The others are grey. */
  readonly highlighted: readonly string[];
  readonly legend: readonly LegendEntry[];
  /** The channel by which a mark has the colour of its `machine`. */
  readonly color: {
    readonly field: 'machine';
    readonly type: 'nominal';
    readonly legend: null;
    readonly scale: { readonly domain: string[]; readonly range: string[] };
  };
}

/** The baseline and the machines of the best ranks get a colour each. */
export function machineStyles(
  { machines, baseline }: Pick<Comparison, 'machines' | 'baseline'>,
  palette: Palette,
): MachineStyles {
  const names = machines.map(({ name }) => name);
  const others = names.filter((name) => name !== baseline);
  const highlighted = [baseline, ...others].slice(0, hues.length);
  const colorOf = (name: string): string => {
    const hue = hues[highlighted.indexOf(name)];
    return hue === undefined ? palette.baseline : palette[hue];
  };
  const scale = { domain: names, range: names.map(colorOf) };
  const legend = highlighted.map((name): LegendEntry => {
    const label = shortened(name, legendColumns);
    return { series: name, label, color: colorOf(name), dash: null, shape: 'circle' };
  });
  return { highlighted, legend, color: { field: 'machine', type: 'nominal', legend: null, scale } };
}
