import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';

import { ActiveClock, activeTimeout } from './active-clock.js';

describe('ActiveClock', () => {
  const source = { now: 0, busy: 0, asleep: 0 };
  const clock = new ActiveClock({
    nowMs: () => source.now,
    busyMs: () => source.busy,
    uptimeMs: () => 5000 + source.now + source.asleep,
  });
  afterEach(() => {
    clock.stop();
  });

  it('counts what it sees pass, and work however long, but no standstill', () => {
    source.now += 2000;
    expect([clock.nowMs(), clock.standstill().clockedMs]).toEqual([2000, 0]);
    source.now += 30_000;
    source.busy += 29_000;
    expect([clock.nowMs(), clock.standstill().clockedMs]).toEqual([32_000, 0]);
    source.now += 125_000;
    expect([clock.nowMs(), clock.standstill().clockedMs]).toEqual([33_000, 124_000]);
    expect([clock.nowMs(), clock.standstill().clockedMs]).toEqual([33_000, 124_000]);
  });

  it('sees sleep, in which it stood still itself', () => {
    const startMs = clock.nowMs();
    source.now += 500;
    source.asleep += 3_600_000;
    expect(clock.nowMs()).toBe(startMs + 500);
    expect(clock.standstill().asleepMs).toBe(3_600_000);
  });

  it('reads the time of this process', async () => {
    const own = new ActiveClock();
    const start = own.nowMs();
    await sleep(20);
    expect(own.nowMs() - start).toBeGreaterThan(15);
    expect(own.standstill()).toEqual({ clockedMs: 0, asleepMs: 0 });
    own.stop();
  });
});

describe('activeTimeout', () => {
  it('ends once, when its time is over, and not when it is cancelled', async () => {
    let count = 0;
    const end = (): void => {
      count += 1;
    };
    activeTimeout(end, 20);
    const cancel = activeTimeout(end, 20);
    cancel();
    await sleep(200);
    expect(count).toBe(1);
  });
});
