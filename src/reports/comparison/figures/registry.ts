import type { ComparisonFigure } from './comparison-figure.js';
import { gain } from './gain.js';
import { machineMap } from './map.js';
import { drawOverlay, type Overlay } from './overlay.js';

const time: Overlay = {
  title: 'Time per element of two-pass by machine',
  algorithm: 'two-pass',
  metric: 'time',
  caption:
    'Lower is faster. Coloured are the baseline and up to five machines of the best ranks, grey all others.',
};

const copyBandwidth: Overlay = {
  title: 'Bandwidth of copy by machine',
  algorithm: 'copy',
  metric: 'pass-bandwidth',
  caption:
    'Higher is faster: bytes read and written by copy with ordinary stores, from the caches out to memory.',
};

/** Every figure of a comparison, in the order in which reports show them. */
export const comparisonFigures: readonly ComparisonFigure[] = [
  {
    id: 'time-by-machine',
    title: time.title,
    draw: (...of) => drawOverlay(time, ...of),
  },
  {
    id: 'bandwidth-by-machine',
    title: copyBandwidth.title,
    draw: (...of) => drawOverlay(copyBandwidth, ...of),
  },
  gain,
  machineMap,
];
