import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';

import { ActiveClock, activeTimeout } from './active-clock.js';

describe('ActiveClock', () => {
  const source = { now: 0, busy: 0 };
  const clock = new ActiveClock({ nowMs: () => source.now, busyMs: () => source.busy });
  afterEach(() => {
    clock.stop();
  });

  it('counts what it sees pass, and work however long, but no standstill', () => {
    source.now += 2000;
    expect([clock.nowMs(), clock.stillMs()]).toEqual([2000, 0]);
    source.now += 30_000;
    source.busy += 29_000;
    expect([clock.nowMs(), clock.stillMs()]).toEqual([32_000, 0]);
    source.now += 125_000;
    expect([clock.nowMs(), clock.stillMs()]).toEqual([33_000, 124_000]);
    expect([clock.nowMs(), clock.stillMs()]).toEqual([33_000, 124_000]);
  });

  it('reads the time of this process', async () => {
    const own = new ActiveClock();
    const start = own.nowMs();
    await sleep(20);
    expect(own.nowMs() - start).toBeGreaterThan(15);
    expect(own.stillMs()).toBe(0);
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
