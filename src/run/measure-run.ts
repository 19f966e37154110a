import { join } from 'node:path';

import { ActiveClock } from '../machine/active-clock.js';
import { forkWorker } from '../measure/protocol/worker-client.js';
import { speedsOf } from '../plan/expected-cost.js';
import { runSession, type SessionEvents } from '../measure/run-session.js';
import type { ResultDocument } from '../model/result.js';
import { Journal } from '../storage/journal.js';
import { resultFileName } from '../storage/store.js';
import { RunDocument } from './run-document.js';
import type { RunStart } from './run-start.js';
import { journalLine } from './stored-run.js';

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

/** Writing the whole result takes at most this share of a run; between, a journal keeps what is measured. */
const writtenShare = 0.02;

/**
 * Measures in worker processes and writes result.json before the first and after some rounds, and a journal between. Aborting
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
  const journal = new Journal(folder);
  const clock = new ActiveClock();
  try {
    return await measureInto({ start, folder, signal, events, journal, clock });
  } finally {
    clock.stop();
  }
}

interface Measuring {
  readonly start: RunStart;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly events: MeasureEvents;
  readonly journal: Journal;
  readonly clock: ActiveClock;
}

async function measureInto(measuring: Measuring): Promise<MeasureEnd> {
  const { start, folder, signal, events, journal, clock } = measuring;
  const { plan, machine } = start.head;
  const document = new RunDocument(join(folder, resultFileName), start);
  document.write(start.previous);
  journal.clear();
  let nextWriteMs = 0;
  const end = await runSession({
    plan,
    previous: start.previous,
    regions: start.regions,
    externals: start.externals,
    librarySearchSeconds: start.librarySearchSeconds,
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
      sampled: (cell, process, visit) => {
        journal.append(journalLine(start.head, cell, process, visit));
      },
      roundFinished: (outcomes) => {
        const startMs = performance.now();
        if (startMs < nextWriteMs && !journal.isIncomplete) return;
        document.write(outcomes());
        journal.clear();
        const endMs = performance.now();
        nextWriteMs = endMs + (endMs - startMs) / writtenShare;
      },
    },
  });
  const { outcomes, measuredPeakBytes, problem } = end;
  const isUnfinished = signal.aborted || problem !== null;
  const written = isUnfinished
    ? document.write(outcomes)
    : document.finish(outcomes, measuredPeakBytes);
  journal.clear();
  return { document: written, problem };
}
