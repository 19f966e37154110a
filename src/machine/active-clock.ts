/** So often a clock looks whether time went on. */
const stepMs = 1000;

/** A longer gap between two looks, with little CPU time in it, was no work. */
const longestGapMs = 3000;
const busyShare = 0.5;

/** Where a clock reads the time. */
interface TimeSource {
  /** Any monotonic clock. */
  readonly nowMs: () => number;
  /** CPU time of this process. */
  readonly busyMs: () => number;
}

const thisProcess: TimeSource = {
  nowMs: () => performance.now(),
  busyMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/**
 * A monotonic clock that leaves out the time in which this process stood still: stopped by a signal, asleep with
 * its computer, paused with its container.
 */
export class ActiveClock {
  private lastMs: number;
  private lastBusyMs: number;
  private stillTotalMs = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly source: TimeSource = thisProcess) {
    this.lastMs = source.nowMs();
    this.lastBusyMs = source.busyMs();
    this.timer = setInterval(() => {
      this.look();
    }, stepMs).unref();
  }

  /** In milliseconds. */
  nowMs(): number {
    this.look();
    return this.lastMs - this.stillTotalMs;
  }

  /** What was left out so far, in milliseconds. */
  stillMs(): number {
    this.look();
    return this.stillTotalMs;
  }

  /** Looks no more by itself. */
  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const [nowMs, busyMs] = [this.source.nowMs(), this.source.busyMs()];
    const gapMs = nowMs - this.lastMs;
    const isStill = gapMs > longestGapMs && busyMs - this.lastBusyMs < busyShare * gapMs;
    if (isStill) this.stillTotalMs += gapMs - stepMs;
    this.lastMs = nowMs;
    this.lastBusyMs = busyMs;
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
