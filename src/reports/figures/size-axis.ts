import type { SweepFacts } from '../../analysis/cells/cell-schema.js';
import type { Machine } from '../../model/machine.js';
import { workingSetOf, type Problem } from '../../model/problem.js';
import { formatBytes, formatCount, formatElements } from '../../units.js';
import { regionText } from '../shared/cell-text.js';
import type { Layer, Layout } from './figure.js';
import type { Palette } from './palette.js';

/** Of a small text. */
const glyphWidthPx = 6.2;

/** A label of the last tick, such as `512 MiB`, reaches so far beyond the plot. */
const besideLastLabelPx = 26;

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

/** The axis over at least one size; a single size gets room on both sides. */
export function sizeAxisOf(elements: readonly number[]): SizeAxis {
  const low = Math.min(...elements);
  const high = Math.max(...elements);
  return low === high ? { low: low / 4, high: high * 4 } : { low, high };
}

/** The x channel of every layer over that axis; its ticks are powers of two, as many as have room. */
export function sizeChannel(axis: SizeAxis, layout: Layout) {
  const ticks = sizeTicks(axis, layout);
  const labels = JSON.stringify(Object.fromEntries(ticks.map((n) => [n, formatElements(n)])));
  return {
    field: 'elements' as const,
    type: 'quantitative' as const,
    title: 'N, elements',
    scale: { type: 'log' as const, domain: [axis.low, axis.high], nice: false },
    axis: { values: ticks, labelExpr: `${labels}[datum.value]`, grid: false },
  };
}

/** Above the plot: the working set at each tick of the axis. */
export function workingSetLayers(
  problem: Problem,
  axis: SizeAxis,
  layout: Layout,
  palette: Palette,
): Layer[] {
  const values = sizeTicks(axis, layout).map((elements) => ({
    elements,
    label: formatBytes(workingSetOf({ ...problem, rows: 1, columns: elements })),
  }));
  const x = sizeChannel(axis, layout);
  const text = { type: 'text' as const, color: palette.muted };
  return [
    {
      data: { values },
      mark: { type: 'rule', color: palette.muted, y: 0, y2: -5 },
      encoding: { x },
    },
    {
      data: { values },
      mark: { ...text, y: -12 },
      encoding: { x, text: { field: 'label' } },
    },
    {
      data: { values: [{}] },
      mark: layout.isNarrow
        ? { ...text, x: 0, align: 'left', y: -27 }
        : { ...text, x: layout.plotWidthPx + besideLastLabelPx, align: 'left', y: -12 },
      encoding: { text: { value: 'working set' } },
    },
  ];
}

/** Behind the curves of a sweep: the sizes at which the working set fills a cache, and the regions in between. */
export function cacheLayers(
  sweep: SweepFacts,
  machine: Machine,
  axis: SizeAxis,
  layout: Layout,
  palette: Palette,
): Layer[] {
  const ends = cacheEnds(sweep, machine);
  const shown = ends.filter(({ elements }) => elements > axis.low && elements < axis.high);
  const x = sizeChannel(axis, layout);
  return [
    {
      data: { values: shown },
      mark: { type: 'rule', color: palette.muted, strokeWidth: 1, strokeDash: [1, 3] },
      encoding: { x },
    },
    {
      data: { values: regionLabels(ends, axis, layout) },
      mark: { type: 'text', color: palette.muted, y: 'height', dy: -7, fontSize: 10.5 },
      encoding: { x, text: { field: 'label' } },
    },
  ];
}

/** Above the plot: the class counts of workloads, each with a tick. */
export function workloadLayers(axis: SizeAxis, layout: Layout, palette: Palette): Layer[] {
  if (layout.isNarrow) return [];
  const values = workloads
    .filter(({ elements }) => elements >= axis.low && elements <= axis.high)
    .map(({ name, elements }) => ({ elements, label: `${name} ${formatCount(elements)}` }));
  const x = sizeChannel(axis, layout);
  return [
    {
      data: { values },
      mark: { type: 'rule', color: palette.muted, y: 0, y2: 6 },
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
function regionLabels(
  ends: readonly RegionEnd[],
  { low, high }: SizeAxis,
  { plotWidthPx, isNarrow }: Layout,
): RegionEnd[] {
  let start = low;
  return [...ends, { label: 'DRAM', elements: Infinity }].flatMap(({ label, elements }) => {
    const from = start;
    const to = Math.min(high, elements);
    start = Math.max(from, to);
    const roomPx = (Math.log(to / from) / Math.log(high / low)) * plotWidthPx;
    // On a phone without the capacity.
    const text = isNarrow ? label.replace(/ [\d.]+ \wiB$/, '') : label;
    return roomPx > text.length * glyphWidthPx
      ? [{ label: text, elements: Math.sqrt(from * to) }]
      : [];
  });
}

/** Powers of two, every second, third ... of them, as many as have room for a working set of six characters. */
function sizeTicks({ low, high }: SizeAxis, { plotWidthPx }: Layout): number[] {
  const most = Math.max(2, Math.floor(plotWidthPx / 62));
  const [first, last] = [Math.ceil(Math.log2(low)), Math.floor(Math.log2(high))];
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const start = Math.ceil(first / step) * step;
  const count = Math.max(0, Math.floor((last - start) / step) + 1);
  return Array.from({ length: count }, (_, index) => 2 ** (start + index * step));
}
