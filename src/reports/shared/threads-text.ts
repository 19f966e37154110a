import { axisTexts, type Sweep } from '../../model/axes.js';

const threadAxes = ['threadCount', 'scaling', 'placement'] as const;

/** `1 thread`, or `16 threads, weak scaling, compact`. */
export function threadsText(sweep: Pick<Sweep, (typeof threadAxes)[number]>): string {
  return axisTexts(sweep, threadAxes).join(', ');
}
