import type { VisitProgress } from '../measure/run-clock.js';
import type { Io } from './io.js';

/** A terminal rewrites one line; elsewhere lines add up, so there are few. */
const rewriteIntervalMs = 100;
const logIntervalMs = 5000;

/** The longest time left is shown where it exceeds the expected one by this factor and these seconds. */
const shownFactor = 1.2;
const shownSeconds = 2;

/** Progress of a run on stderr. */
export interface ProgressLine {
  /** Writes a line of text that stays; it ends with its line break. */
  write(text: string): void;
  /** @param processCount how many measuring processes the run has, one after the other. */
  show(progress: VisitProgress, processCount: number): void;
  /** Removes the line from a terminal, so that something else can be written. */
  clear(): void;
}

/**
 * @param io null for no progress at all
 * @param nowMs any monotonic clock in milliseconds
 */
export function createProgressLine(
  io: Pick<Io, 'stderr' | 'isInteractive'> | null,
  nowMs: () => number,
): ProgressLine {
  const { stderr, isInteractive } = io ?? silence;
  let shownMs = nowMs();
  let isShown = false;

  return {
    write: stderr,
    show(progress, processCount) {
      const visitEndMs = nowMs();
      if (visitEndMs - shownMs < (isInteractive ? rewriteIntervalMs : logIntervalMs)) return;
      shownMs = visitEndMs;
      const text = progressText(progress, processCount);
      stderr(isInteractive ? `\r${text}\x1b[K` : `${text}\n`);
      isShown = isInteractive;
    },
    clear() {
      if (isShown) stderr('\r\x1b[K');
      isShown = false;
    },
  };
}

const silence = { stderr: () => undefined, isInteractive: false };

/** Short enough for 80 columns: a line that wraps cannot be rewritten. */
function progressText(progress: VisitProgress, processCount: number): string {
  const { round, process, roundCellCount, visitedCount, secondsLeft, mostSecondsLeft } = progress;
  const which = processCount === 1 ? '' : `process ${process + 1} of ${processCount}, `;
  const position = `${which}round ${round + 1}, ${visitedCount} of ${roundCellCount}`;
  if (secondsLeft === null) return position;
  const text = `${position}, about ${Math.ceil(secondsLeft)} s left`;
  // When intervals are narrow enough is a forecast. When rounds or budget end the run is known.
  const isForecast = mostSecondsLeft > shownFactor * secondsLeft + shownSeconds;
  return isForecast ? `${text}, ${Math.ceil(mostSecondsLeft)} s at most` : text;
}
