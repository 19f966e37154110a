import { uptime } from 'node:os';

/** So often a clock looks whether time went on. */
const stepMs = 1000;

/** A longer gap between two looks, with little CPU time in it, was no work. */
const longestGapMs = 3000;
const busyShare = 0.5;

/** Clocks are read one after the other, and some are coarse. */
const shortestSleepMs = 2000;

/** Where a clock reads the time. */
interface TimeSource {
  /** Any monotonic clock. */
  readonly nowMs: () => number;
  /** CPU time of this process. */
  readonly busyMs: () => number;
  /** Since the system started, asleep or not; may be coarse. */
  readonly uptimeMs: () => number;
}

/** For how long this computer or this process stood still, in milliseconds. */
export interface Standstill {
  /** While the monotonic clock went on: stopped by a signal, paused with a container. */
  readonly clockedMs: number;
  /** While it stood still as well: asleep. */
  readonly asleepMs: number;
}

const thisProcess: TimeSource = {
  nowMs: () => performance.now(),
  busyMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  uptimeMs: () => uptime() * 1000,
};

/**
 * A monotonic clock that leaves out the time in which this process stood still: stopped by a signal, asleep with
 * its computer, paused with its container.
 */
export class ActiveClock {
  private lastMs: number;
  private lastBusyMs: number;
  private lastUptimeMs: number;
  private stillTotalMs = 0;
  private asleepTotalMs = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly source: TimeSource = thisProcess) {
    this.lastMs = source.nowMs();
    this.lastBusyMs = source.busyMs();
    this.lastUptimeMs = source.uptimeMs();
    this.timer = setInterval(() => {
      this.look();
    }, stepMs).unref();
  }

  /** In milliseconds. */
  nowMs(): number {
    this.look();
    return this.lastMs - this.stillTotalMs;
  }

  /** So far; what was clocked is left out by this clock. */
  standstill(): Standstill {
    this.look();
    return { clockedMs: this.stillTotalMs, asleepMs: this.asleepTotalMs };
  }

  /** Looks no more by itself. */
  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const [nowMs, busyMs] = [this.source.nowMs(), this.source.busyMs()];
    const uptimeMs = this.source.uptimeMs();
    const gapMs = nowMs - this.lastMs;
    const asleepMs = uptimeMs - this.lastUptimeMs - gapMs;
    if (asleepMs > shortestSleepMs) this.asleepTotalMs += asleepMs;
    const isStill = gapMs > longestGapMs && busyMs - this.lastBusyMs < busyShare * gapMs;
    if (isStill) this.stillTotalMs += gapMs - stepMs;
    this.lastMs = nowMs;
    this.lastBusyMs = busyMs;
    this.lastUptimeMs = uptimeMs;
  }
}

/**
 * As `setTimeout`, but of time in which this process stood still at most two steps count. For limits: whoever was
 * to answer stood still as well.
 * @returns what cancels it.
 */
export function activeTimeout(onEnd: () => void, limitMs: number): () => void {
  const ownStepMs = Math.min(stepMs, limitMs / 10);
  let leftMs = limitMs;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    leftMs -= Math.min(nowMs - lastMs, 2 * ownStepMs);
    lastMs = nowMs;
    if (leftMs > 0) return;
    clearInterval(timer);
    onEnd();
  }, ownStepMs);
  return () => {
    clearInterval(timer);
  };
}
