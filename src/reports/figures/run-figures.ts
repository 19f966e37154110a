import type { Analysis } from '../../analysis/analysis.js';
import { bandwidth } from './bandwidth.js';
import { bestMap } from './best-map.js';
import { decomposition } from './decomposition.js';
import { externals } from './externals.js';
import type { Figure } from './figure.js';
import { floor } from './floor.js';
import { headlineRounds } from './headline-rounds.js';
import { passBandwidth } from './pass-bandwidth.js';
import { shapes } from './shapes.js';
import { speedup } from './speedup.js';
import { strongScaling } from './strong-scaling.js';
import { threadBandwidth } from './thread-bandwidth.js';
import { threadGain } from './thread-gain.js';
import { timePerElement } from './time-per-element.js';

/** Every figure, in the order in which reports show them. */
export const figures: readonly Figure[] = [
  timePerElement,
  shapes,
  bestMap,
  speedup,
  floor,
  passBandwidth,
  decomposition,
  bandwidth,
  threadBandwidth,
  threadGain,
  strongScaling,
  headlineRounds,
  externals,
];

/** Those that reports of the analysis have. */
export function figuresOf(analysis: Analysis): readonly Figure[] {
  return figures.filter(({ isFor }) => isFor?.(analysis) !== false);
}
