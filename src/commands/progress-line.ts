import type { RunConfig } from '../config/schema.js';
import type { VisitProgress } from '../measure/rounds.js';
import type { Io } from './io.js';
import { secondsLeft, workOf } from './time-left.js';

/** On a terminal one line is rewritten; elsewhere lines add up, so they come seldom. */
const rewriteIntervalMs = 100;
const logIntervalMs = 5000;

/** So much of the first round's work must be done before its pace tells anything. */
const tellingShare = 0.1;

/** Progress of a run on stderr. */
export interface ProgressLine {
  /** Writes a line of text that stays; it ends with its line break. */
  tell(text: string): void;
  show(progress: VisitProgress): void;
  /** Takes the line away from a terminal, so that something else can be written. */
  clear(): void;
}

/**
 * @param io null for no progress at all
 * @param nowMs any monotonic clock in milliseconds; time is counted from this call on
 */
export function createProgressLine(
  io: Pick<Io, 'stderr' | 'isInteractive'> | null,
  config: Pick<RunConfig, 'budgetSeconds' | 'rounds'>,
  nowMs: () => number,
): ProgressLine {
  const { stderr, isInteractive } = io ?? silence;
  const startMs = nowMs();
  let round = { index: 0, startMs, work: 0 };
  /** Seconds that a unit of work took in the last complete round; null in the first. */
  let lastPace: number | null = null;
  let visitEndMs = startMs;
  let shownMs = startMs;

  return {
    tell: stderr,
    show(progress) {
      const isNewRound = progress.round !== round.index;
      if (isNewRound) lastPace = (visitEndMs - round.startMs) / 1000 / round.work;
      if (isNewRound || round.work === 0) {
        const work = workOf(progress.roundCells);
        round = { index: progress.round, startMs: visitEndMs, work };
      }
      visitEndMs = nowMs();
      if (visitEndMs - shownMs < (isInteractive ? rewriteIntervalMs : logIntervalMs)) return;
      shownMs = visitEndMs;

      const { roundCells, visitedCount } = progress;
      const doneShare = workOf(roundCells.slice(0, visitedCount)) / round.work;
      const roundSoFarSeconds = (visitEndMs - round.startMs) / 1000;
      const roundSeconds =
        lastPace === null ? roundSoFarSeconds / doneShare : lastPace * round.work;
      const elapsedSeconds = (visitEndMs - startMs) / 1000;
      const position = { elapsedSeconds, roundSeconds, round: round.index, doneShare };
      const isTooEarly = lastPace === null && doneShare < tellingShare;
      const text = progressText(progress, isTooEarly ? null : secondsLeft(position, config));
      stderr(isInteractive ? `\r${text}\x1b[K` : `${text}\n`);
    },
    clear() {
      if (isInteractive) stderr('\r\x1b[K');
    },
  };
}

const silence = { stderr: () => undefined, isInteractive: false };

/** Short enough for 80 columns: a line that wraps cannot be rewritten. */
function progressText(
  { round, roundCells, visitedCount }: VisitProgress,
  left: number | null,
): string {
  const place = `round ${String(round + 1)}, ${String(visitedCount)} of ${String(roundCells.length)}`;
  return left === null ? place : `${place}, at most ${String(Math.ceil(left))} s left`;
}
