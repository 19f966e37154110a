import { readActivity, type ActivityReading } from './activity.js';
import { readText } from './host.js';

/** Since when CPUs are watched, by `performance.now`, and what they had done by then. */
export interface WatchBegin {
  readonly ms: number;
  readonly activity: ActivityReading | null;
}

/** The past before this may be over. */
const longestWatchMs = 2000;

const load = beginNow();

/**
 * When this module was loaded, or now where that is long ago. The command line loads it first: to load all the rest
 * keeps a CPU busy, and only a busy CPU can be stolen.
 */
export function watchBegin(): WatchBegin {
  return performance.now() - load.ms <= longestWatchMs ? load : beginNow();
}

function beginNow(): WatchBegin {
  return { ms: performance.now(), activity: readActivity({ readText }) };
}
