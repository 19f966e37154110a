import type { VisitProgress } from '../measure/run-clock.js';
import type { Io } from './io.js';

/** On a terminal one line is rewritten; elsewhere lines add up, so they come seldom. */
const rewriteIntervalMs = 100;
const logIntervalMs = 5000;

/** The most that can be left is told where it exceeds what is expected by this factor and these seconds. */
const tellingFactor = 1.2;
const tellingSeconds = 2;

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
 * @param processCount how many measuring processes there will be
 * @param nowMs any monotonic clock in milliseconds
 */
export function createProgressLine(
  io: Pick<Io, 'stderr' | 'isInteractive'> | null,
  processCount: number,
  nowMs: () => number,
): ProgressLine {
  const { stderr, isInteractive } = io ?? silence;
  let shownMs = nowMs();

  return {
    tell: stderr,
    show(progress) {
      const visitEndMs = nowMs();
      if (visitEndMs - shownMs < (isInteractive ? rewriteIntervalMs : logIntervalMs)) return;
      shownMs = visitEndMs;
      const text = progressText(progress, processCount);
      stderr(isInteractive ? `\r${text}\x1b[K` : `${text}\n`);
    },
    clear() {
      if (isInteractive) stderr('\r\x1b[K');
    },
  };
}

const silence = { stderr: () => undefined, isInteractive: false };

/** Short enough for 80 columns: a line that wraps cannot be rewritten. */
function progressText(progress: VisitProgress, processCount: number): string {
  const { round, process, roundCellCount, visitedCount, secondsLeft, mostSecondsLeft } = progress;
  const which = processCount === 1 ? '' : `process ${process + 1} of ${processCount}, `;
  const place = `${which}round ${round + 1}, ${visitedCount} of ${roundCellCount}`;
  if (secondsLeft === null) return place;
  const text = `${place}, about ${Math.ceil(secondsLeft)} s left`;
  // How soon intervals are narrow enough is a forecast; that rounds or budget end the run is none.
  const isForecast = mostSecondsLeft > tellingFactor * secondsLeft + tellingSeconds;
  return isForecast ? `${text}, ${Math.ceil(mostSecondsLeft)} s at most` : text;
}
