import { join } from 'node:path';

import { forkWorker } from '../measure/protocol/worker-client.js';
import { speedsOf } from '../plan/expected-cost.js';
import { runSession, type SessionEvents } from '../measure/run-session.js';
import type { ResultDocument } from '../model/result.js';
import { resultFileName } from '../storage/store.js';
import { RunDocument } from './run-document.js';
import type { RunStart } from './run-start.js';

/** What is reported while a run measures. */
export type MeasureEvents = Pick<SessionEvents, 'announced' | 'visited' | 'cellFailed'>;

/** Writing the result takes at most this share of a run, which otherwise loses its last rounds to a crash of the parent. */
const writtenShare = 0.02;

/**
 * Measures in worker processes and writes result.json before the first and after most rounds. Aborting
 * `signal` ends the measuring at once.
 * @param folder which exists and is locked for this run.
 * @returns the document as it was written last, without `finishedAtUtc` if the run was aborted.
 * @throws SoftmaxBenchError when the memory cannot be allocated or the file system refuses.
 */
export async function measureRun(
  start: RunStart,
  folder: string,
  signal: AbortSignal,
  events: MeasureEvents,
): Promise<ResultDocument> {
  const { plan, machine } = start.head;
  const document = new RunDocument(join(folder, resultFileName), start);
  document.write(start.previous);
  let nextWriteMs = 0;
  const end = await runSession({
    plan,
    previous: start.previous,
    regions: start.regions,
    lastLevelCacheBytes: machine.lastLevelCacheBytes,
    speeds: speedsOf(machine),
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
        const startMs = performance.now();
        if (startMs < nextWriteMs) return;
        document.write(outcomes);
        const endMs = performance.now();
        nextWriteMs = endMs + (endMs - startMs) / writtenShare;
      },
    },
  });
  return signal.aborted
    ? document.write(end.outcomes)
    : document.finish(end.outcomes, end.measuredPeakBytes);
}
