import type { Analysis, CacheBoundary } from '../../analysis/analysis.js';
import { elementBytes } from '../../softmax/traffic.js';
import { formatBytes, formatCount } from '../../units.js';
import type { Layer } from './figure.js';
import type { Palette } from './palette.js';

/** Class counts of known workloads: data sets named by the paper, and vocabularies of language models. */
const workloads: readonly { readonly name: string; readonly elementCount: number }[] = [
  { name: 'ImageNet', elementCount: 21_841 },
  { name: 'GPT-2', elementCount: 50_257 },
  { name: 'Llama 3', elementCount: 128_256 },
  { name: 'Gemma', elementCount: 256_000 },
  { name: 'One Billion Word', elementCount: 793_471 },
  { name: 'Wikilinks', elementCount: 2_933_659 },
];

/** The size axis that several figures share: logarithmic, from the smallest size to the largest. */
export interface SizeAxis {
  readonly low: number;
  readonly high: number;
}

/** The axis over `elementCounts`, of which there is at least one; a single size gets room on both sides. */
export function sizeAxisOf(elementCounts: readonly number[]): SizeAxis {
  const low = Math.min(...elementCounts);
  const high = Math.max(...elementCounts);
  return low === high ? { low: low / 4, high: high * 4 } : { low, high };
}

/** The x channel of every layer over that axis. */
export function sizeChannel({ low, high }: SizeAxis, title: string | null = axisTitle) {
  return {
    field: 'elementCount',
    type: 'quantitative' as const,
    title,
    scale: { type: 'log' as const, domain: [low, high], nice: false },
    axis: { values: decades(low, high), format: '~s', grid: false },
  };
}

const axisTitle = 'elements (log scale)';

/** Behind the curves: zones in which two cache levels mix, and the boundaries in between. */
export function cacheLayers(analysis: Analysis, axis: SizeAxis, palette: Palette): Layer[] {
  const boundaries = analysis.caches.boundaries.map((boundary) => ({
    ...boundary,
    elementCount: elementCountOf(boundary),
  }));
  const shown = boundaries.filter(
    ({ elementCount }) => elementCount > axis.low && elementCount < axis.high,
  );
  const x = sizeChannel(axis);
  return [
    {
      data: {
        values: shown.map(({ elementCount }) => ({
          elementCount: Math.max(axis.low, elementCount / 2),
          end: Math.min(axis.high, elementCount * 2),
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
      data: { values: regionLabels(boundaries, axis) },
      mark: { type: 'text', color: palette.muted, y: 'height', dy: -7, fontSize: 10.5 },
      encoding: { x, text: { field: 'label' } },
    },
  ];
}

/** Above the plot: the class counts of workloads, each with a faint line down. */
export function workloadLayers(axis: SizeAxis, palette: Palette): Layer[] {
  const values = workloads
    .filter(({ elementCount }) => elementCount >= axis.low && elementCount <= axis.high)
    .map(({ name, elementCount }) => ({
      elementCount,
      label: `${name} ${formatCount(elementCount)}`,
    }));
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

/** Element count at which x and y together fill the cache. */
function elementCountOf({ capacityBytes }: CacheBoundary): number {
  return capacityBytes / (2 * elementBytes);
}

/** The name of each region in the middle of what the axis shows of it, where there is room for it. */
function regionLabels(
  boundaries: readonly (CacheBoundary & { elementCount: number })[],
  { low, high }: SizeAxis,
) {
  const regions = [
    ...boundaries.map(({ region, capacityBytes, elementCount }) => ({
      label: `${region === 'last-level' ? 'last level' : region} ${formatBytes(capacityBytes)}`,
      end: elementCount,
    })),
    { label: 'memory', end: Infinity },
  ];
  let start = low;
  return regions.flatMap(({ label, end }) => {
    const from = start;
    const to = Math.min(high, end);
    start = Math.max(from, to);
    const share = Math.log(to / from) / Math.log(high / low);
    return share > 0.1 ? [{ label, elementCount: Math.sqrt(from * to) }] : [];
  });
}

function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low));
  const count = Math.max(0, Math.floor(Math.log10(high)) - first + 1);
  return Array.from({ length: count }, (_, index) => 10 ** (first + index));
}
