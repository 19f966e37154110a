import type { VisitProgress } from '../measure/run-clock.js';

/** Seconds that the time shown falls, or rises, in a second at most. */
const fallRate = 3;
const riseRate = 1;

/** A forecast this many times, and these seconds, above the time shown makes it rise; else it waits for the clock. */
const toleratedFactor = 1.2;
const toleratedSeconds = 2;

type Forecast = Pick<VisitProgress, 'elapsedSeconds' | 'secondsLeft' | 'mostSecondsLeft'>;

/** The time left and the share done of a run as people follow them: without jumps. */
export class TimeLeft {
  private shownSeconds: number | null = null;
  private shownAtSeconds = 0;
  private shownShare = 0;

  /** Takes note of a forecast. @returns the seconds left to show. */
  update(forecast: Forecast): number {
    const { elapsedSeconds } = forecast;
    const wanted = steadyForecast(forecast);
    const passed = elapsedSeconds - this.shownAtSeconds;
    const shown = this.shownSeconds ?? wanted;
    const isTooLow = wanted > toleratedFactor * shown + toleratedSeconds;
    const most = isTooLow ? shown + riseRate * passed : shown;
    const seconds = Math.min(Math.max(wanted, shown - fallRate * passed), most);
    this.shownSeconds = seconds;
    this.shownAtSeconds = elapsedSeconds;
    this.shownShare = Math.max(this.shownShare, elapsedSeconds / (elapsedSeconds + seconds));
    return seconds;
  }

  /** Of the whole run; never falls. */
  get doneShare(): number {
    return this.shownShare;
  }
}

/**
 * Between the longest that the run can take and the forecast, the nearer to the forecast the more of the run is done by it:
 * how soon intervals narrow is a guess at first.
 */
function steadyForecast({ elapsedSeconds, secondsLeft, mostSecondsLeft }: Forecast): number {
  if (secondsLeft === null) return mostSecondsLeft;
  const total = elapsedSeconds + secondsLeft;
  const trust = total === 0 ? 0 : (elapsedSeconds / total) ** 2;
  return mostSecondsLeft - trust * Math.max(0, mostSecondsLeft - secondsLeft);
}
