import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { Machine } from '../../model/machine.js';
import { elementsOf, workingSetOf, type Problem } from '../../model/problem.js';
import { formatBytes, formatCount } from '../../units.js';
import { regionText } from '../shared/cell-text.js';
import type { Layer } from './figure.js';
import type { Palette } from './palette.js';

/** Class counts of known workloads: data sets named by the paper, and vocabularies of language models. */
const workloads: readonly { readonly name: string; readonly elements: number }[] = [
  { name: 'ImageNet', elements: 21_841 },
  { name: 'GPT-2', elements: 50_257 },
  { name: 'Llama 3', elements: 128_256 },
  { name: 'Gemma', elements: 256_000 },
  { name: 'One Billion Word', elements: 793_471 },
  { name: 'Wikilinks', elements: 2_933_659 },
];

/** The size axis that several figures share, in elements: logarithmic, from the smallest to the largest. */
export interface SizeAxis {
  readonly low: number;
  readonly high: number;
}

/** The axis over at least one problem; a single size gets room on both sides. */
export function sizeAxisOf(problems: readonly Problem[]): SizeAxis {
  const elements = problems.map(elementsOf);
  const low = Math.min(...elements);
  const high = Math.max(...elements);
  return low === high ? { low: low / 4, high: high * 4 } : { low, high };
}

/** The x channel of every layer over that axis. */
export function sizeChannel({ low, high }: SizeAxis) {
  return {
    field: 'elements',
    type: 'quantitative' as const,
    title: 'elements (log scale)',
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: decades(low, high), format: '~s', grid: false },
  };
}

/** Behind the curves of a sweep: zones in which two cache levels mix, and the boundaries in between. */
export function cacheLayers(
  sweep: SweepFacts,
  machine: Machine,
  axis: SizeAxis,
  palette: Palette,
): Layer[] {
  const ends = cacheEnds(sweep, machine);
  const shown = ends.filter(({ elements }) => elements > axis.low && elements < axis.high);
  const x = sizeChannel(axis);
  return [
    {
      data: {
        values: shown.map(({ elements }) => ({
          elements: Math.max(axis.low, elements / 2),
          end: Math.min(axis.high, elements * 2),
        })),
      },
      mark: { type: 'rect', color: palette.zone },
      encoding: { x, x2: { field: 'end' } },
    },
    {
      data: { values: shown },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 1 },
      encoding: { x },
    },
    {
      data: { values: regionLabels(ends, axis) },
      mark: { type: 'text', color: palette.muted, y: 'height', dy: -7, fontSize: 10.5 },
      encoding: { x, text: { field: 'label' } },
    },
  ];
}

/** Above the plot: the class counts of workloads, each with a faint line down. */
export function workloadLayers(axis: SizeAxis, palette: Palette): Layer[] {
  const values = workloads
    .filter(({ elements }) => elements >= axis.low && elements <= axis.high)
    .map(({ name, elements }) => ({ elements, label: `${name} ${formatCount(elements)}` }));
  const x = sizeChannel(axis);
  return [
    {
      data: { values },
      mark: { type: 'rule', color: palette.muted, strokeDash: [1, 4], strokeWidth: 1 },
      encoding: { x },
    },
    {
      data: { values },
      mark: {
        type: 'text',
        color: palette.muted,
        fontSize: 10,
        align: 'left',
        baseline: 'middle',
        angle: -38,
        y: -5,
      },
      encoding: { x, text: { field: 'label' } },
    },
  ];
}

/** Where the name of a region ends on the size axis. */
interface RegionEnd {
  readonly label: string;
  readonly elements: number;
}

/** The element count at which the working set fills each cache. */
function cacheEnds({ caches, problems }: SweepFacts, machine: Machine): readonly RegionEnd[] {
  const workingSetPerElement = workingSetOf({ ...problems[0]!, rows: 1, columns: 1 });
  return caches.boundaries.map(({ region, capacityBytes }) => ({
    label: `${regionText(region, machine)} ${formatBytes(capacityBytes)}`,
    elements: capacityBytes / workingSetPerElement,
  }));
}

/** The name of each region in the middle of what the axis shows of it, where there is room for it. */
function regionLabels(ends: readonly RegionEnd[], { low, high }: SizeAxis): RegionEnd[] {
  let start = low;
  return [...ends, { label: 'DRAM', elements: Infinity }].flatMap(({ label, elements }) => {
    const from = start;
    const to = Math.min(high, elements);
    start = Math.max(from, to);
    const share = Math.log(to / from) / Math.log(high / low);
    return share > 0.1 ? [{ label, elements: Math.sqrt(from * to) }] : [];
  });
}

function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low));
  const count = Math.max(0, Math.floor(Math.log10(high)) - first + 1);
  return Array.from({ length: count }, (_, index) => 10 ** (first + index));
}
