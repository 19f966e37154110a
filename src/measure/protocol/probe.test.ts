import { expect, it } from 'vitest';

import { availableMemoryBytes } from '../../machine/available-memory.js';
import { detectMachine } from '../../machine/detect.js';
import { thisHost } from '../../machine/host.js';
import { probeCaches } from '../../probe/probe-caches.js';
import { forkWorker } from './worker-client.js';

it('a real worker probes this computer', async () => {
  const host = thisHost();
  const probe = await probeCaches({
    machine: detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host),
    target: 'wasm-simd',
    pages: 'default',
    availableMemoryBytes: availableMemoryBytes(host),
    forkWorker,
    nowMs: () => performance.now(),
    signal: new AbortController().signal,
  });
  // Its own limit, and what a busy computer adds.
  expect(probe.seconds).toBeLessThan(6);
  // A computer that is busy enough gives no answer in time.
  if (probe.explanation.includes('no answer')) return;
  expect(probe.points.length).toBeGreaterThan(10);
  expect(probe.touchBytesPerSecond).toBeGreaterThan(0);
}, 20_000);
