import { axisOf, type Sweep } from '../../model/axes.js';

const threadAxes = ['threadCount', 'scaling', 'placement'] as const;

/** `1 thread`, or `16 threads, weak scaling, compact`. */
export function threadsText(sweep: Pick<Sweep, (typeof threadAxes)[number]>): string {
  return threadAxes
    .map((name) => axisOf(name).text(sweep[name] as never))
    .filter((text) => text !== '')
    .join(', ');
}
