import { join } from 'node:path';

import type { ResultDocument } from '../model/result.js';
import { resultFileName } from '../storage/store.js';
import { runSession, type SessionEvents } from '../measure/session.js';
import { forkWorker } from '../measure/protocol/worker-client.js';
import { RunDocument } from './run-document.js';
import type { RunStart } from './run-start.js';

/** What is told of a run while it goes on. */
export type RunEvents = Pick<SessionEvents, 'announced' | 'visited' | 'cellFailed'>;

/**
 * Measures in worker processes and writes result.json before the first and after every round. Aborting
 * `signal` ends the measuring at once.
 * @param folder which exists and belongs to this run.
 * @returns the document as it was written last, without `finishedAtUtc` if the run was aborted.
 * @throws SoftmaxBenchError when the memory is not to be had or the file system refuses.
 */
export async function measureRun(
  start: RunStart,
  folder: string,
  signal: AbortSignal,
  events: RunEvents,
): Promise<ResultDocument> {
  const { plan, machine } = start.head;
  const document = new RunDocument(join(folder, resultFileName), start);
  document.write(start.previous);
  const end = await runSession({
    plan,
    previous: start.previous,
    regions: start.regions,
    lastLevelCacheBytes: machine.lastLevelCacheBytes,
    forkWorker,
    nowMs: () => performance.now(),
    signal,
    events: {
      ...events,
      announced: (peakBytes) => {
        document.announce(peakBytes);
        events.announced(peakBytes);
      },
      opened: (backends) => {
        document.open(backends);
      },
      roundFinished: (outcomes) => {
        document.write(outcomes);
      },
    },
  });
  return signal.aborted
    ? document.write(end.outcomes)
    : document.finish(end.outcomes, end.measuredPeakBytes);
}
