import { join } from 'node:path';

import { ActiveClock } from '../machine/active-clock.js';
import { forkWorker } from '../measure/protocol/worker-client.js';
import { speedsOf } from '../plan/expected-cost.js';
import { runSession, type SessionEvents } from '../measure/run-session.js';
import type { ResultDocument } from '../model/result.js';
import { resultFileName } from '../storage/store.js';
import { RunDocument } from './run-document.js';
import type { RunStart } from './run-start.js';

/** What is reported while a run measures. */
export type MeasureEvents = Pick<
  SessionEvents,
  'announced' | 'visited' | 'cellFailed' | 'visitLost'
>;

/** What measuring leaves. */
export interface MeasureEnd {
  /** As it was written last, without `finishedAtUtc` if the run was aborted or could not go on. */
  readonly document: ResultDocument;
  /** Why the run could not go on, to be resumed; null otherwise. */
  readonly problem: string | null;
}

/** Writing the result takes at most this share of a run, which otherwise loses its last rounds to a crash of the parent. */
const writtenShare = 0.02;

/**
 * Measures in worker processes and writes result.json before the first and after most rounds. Aborting
 * `signal` ends the measuring at once.
 * @param folder which exists and is locked for this run.
 * @throws SoftmaxBenchError when no process can be started or the memory cannot be allocated for the first samples, and
 * when the file system refuses.
 */
export async function measureRun(
  start: RunStart,
  folder: string,
  signal: AbortSignal,
  events: MeasureEvents,
): Promise<MeasureEnd> {
  const { plan, machine } = start.head;
  const document = new RunDocument(join(folder, resultFileName), start);
  document.write(start.previous);
  let nextWriteMs = 0;
  const clock = new ActiveClock();
  const end = await runSession({
    plan,
    previous: start.previous,
    regions: start.regions,
    lastLevelCacheBytes: machine.lastLevelCacheBytes,
    speeds: speedsOf(machine),
    forkWorker,
    nowMs: () => clock.nowMs(),
    standstill: () => clock.standstill(),
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
  clock.stop();
  const { outcomes, measuredPeakBytes, problem } = end;
  const isUnfinished = signal.aborted || problem !== null;
  return {
    document: isUnfinished
      ? document.write(outcomes)
      : document.finish(outcomes, measuredPeakBytes),
    problem,
  };
}
