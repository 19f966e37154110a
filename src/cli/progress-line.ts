import type { HeadlineEstimate } from '../measure/headline-estimate.js';
import type { VisitProgress } from '../measure/run-clock.js';
import { intervalText } from '../reports/shared/cell-text.js';
import { formatRatio } from '../units.js';
import type { Io } from './io.js';
import { TimeLeft } from './time-left.js';

/** A terminal rewrites one line; elsewhere lines add up, so there are few. */
const rewriteIntervalMs = 100;
const logIntervalMs = 5000;

const barLength = 16;

/** Progress of a run on stderr. */
export interface ProgressLine {
  /** Writes a line of text that stays; it ends with its line break. */
  write(text: string): void;
  show(progress: VisitProgress): void;
  /** Removes the line from a terminal, so that something else can be written. */
  clear(): void;
}

type ProgressIo = Pick<Io, 'stderr' | 'isInteractive' | 'columns' | 'errorColumns'>;

/**
 * @param io null for no progress at all
 * @param nowMs any monotonic clock in milliseconds
 */
export function createProgressLine(io: ProgressIo | null, nowMs: () => number): ProgressLine {
  const shownIo = io ?? silence;
  const { stderr, isInteractive } = shownIo;
  const timeLeft = new TimeLeft();
  let shownMs = nowMs();
  let isShown = false;

  return {
    write: stderr,
    show(progress) {
      const secondsLeft = timeLeft.update(progress);
      const visitEndMs = nowMs();
      if (visitEndMs - shownMs < (isInteractive ? rewriteIntervalMs : logIntervalMs)) return;
      shownMs = visitEndMs;
      const { doneShare } = timeLeft;
      const { round, process, processCount, estimate } = progress;
      const parts = [
        `${Math.floor(100 * doneShare)}%`,
        `${durationText(secondsLeft)} left`,
        ...(estimate === null ? [] : [estimateText(estimate)]),
        ...(processCount === 1 ? [] : [`process ${process + 1} of ${processCount}`]),
        `round ${round + 1}`,
      ];
      stderr(
        isInteractive
          ? `\r${fitting(`${barText(doneShare)} `, parts, roomOf(shownIo))}\x1b[K`
          : `${parts.join(', ')}\n`,
      );
      isShown = isInteractive;
    },
    clear() {
      if (isShown) stderr('\r\x1b[K');
      isShown = false;
    },
  };
}

const silence: ProgressIo = { stderr: () => undefined, isInteractive: false, columns: 80 };

/** The last column stays free: some terminals wrap a line that fills it. */
function roomOf({ columns, errorColumns = columns }: ProgressIo): number {
  return errorColumns - 1;
}

/** As many of the parts, the first ones, as have room behind the head: a line that wraps cannot be rewritten. */
function fitting(head: string, parts: readonly string[], room: number): string {
  let line = head;
  for (const [index, part] of parts.entries()) {
    const longer = `${line}${index === 0 ? '' : ', '}${part}`;
    if (longer.length > room) break;
    line = longer;
  }
  return line.slice(0, room);
}

/** `[####............]` */
function barText(doneShare: number): string {
  const filled = Math.floor(barLength * doneShare);
  return `[${'#'.repeat(filled)}${'.'.repeat(barLength - filled)}]`;
}

/** `1m47s`, `47s`. */
function durationText(durationSeconds: number): string {
  const seconds = Math.ceil(durationSeconds);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const padded = (count: number): string => String(count).padStart(2, '0');
  if (hours > 0) return `${hours}h${padded(minutes)}m`;
  return minutes > 0 ? `${minutes}m${padded(seconds % 60)}s` : `${seconds}s`;
}

/** `two-pass 1.31x [1.29-1.33]`. */
function estimateText({ implementation, gain }: HeadlineEstimate): string {
  return `${implementation} ${formatRatio(gain.ratio)} [${intervalText(gain.interval)}]`;
}
