import type { DrawnFigure } from '../reports/figures/draw.js';

/** A figure of one size with as little in it as can be. */
export const drawnFigure: DrawnFigure = {
  id: 'one',
  title: 'One',
  status: 'drawn',
  caption: 'A caption.',
  legend: [],
  name: '',
  svg: '<svg></svg>',
  narrowSvg: null,
  fullSvg: null,
  alternatives: [],
};
