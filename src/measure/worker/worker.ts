import { reportFaultsTo } from '../../backends/external/report-faults.js';
import { loadForMeasuring } from '../../backends/load.js';
import type { Backend } from '../../backends/backend.js';
import { messageOf } from '../../errors.js';
import { readText } from '../../machine/host.js';
import { ownCpu } from '../../machine/own-cpu.js';
import { executes } from '../../model/target-status.js';
import { measureCaches } from '../../probe/measure-caches.js';
import type { ProbeMeasurement, ProbeRequest } from '../../probe/probe-request.js';
import { createMeasurer, type Measurer } from './measurer.js';
import { peakResidentBytes } from './peak-memory.js';
import { faultDescriptor } from '../protocol/fault-report.js';
import type { Numbered, WorkerReply, WorkerRequest } from '../protocol/messages.js';
import type { VisitResult } from '../protocol/visit-result.js';

// The script of the worker process. It holds the backends and the buffers and does nothing but answer
// the parent's requests, one at a time; it ends when the channel to the parent closes.

let backends: readonly Backend[] = [];
let measurer: Measurer | null = null;

// Ctrl-C reaches every process of the terminal. The parent decides when this one ends.
process.on('SIGINT', () => undefined);

process.on('message', (request: Numbered<WorkerRequest>) => {
  // Of a parent that is gone nobody has to be told: this process ends as the channel is closed.
  void replyTo(request).then((reply) => {
    process.send?.({ ...reply, id: request.id }, undefined, undefined, () => undefined);
  });
});

async function replyTo(request: WorkerRequest): Promise<WorkerReply> {
  try {
    return await answer(request);
  } catch (error) {
    return { kind: 'refused', message: messageOf(error) };
  }
}

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  switch (request.kind) {
    case 'load': {
      backends = loadForMeasuring();
      measurer = createMeasurer(backends);
      return { kind: 'loaded', residentBytes: process.memoryUsage.rss() };
    }
    case 'probe':
      return { kind: 'probed', measurement: probe(request.probe) };
    case 'open':
      if (request.open.externals.length > 0) reportFaultsTo(faultDescriptor);
      return { kind: 'opened', opened: await loaded().open(request.open) };
    case 'visit': {
      const results: VisitResult[] = [];
      for (const visit of request.visits) results.push(await loaded().visit(visit));
      return { kind: 'visited', results };
    }
    case 'close': {
      const externalBytes = await loaded().close();
      return { kind: 'closed', peakBytes: peakResidentBytes() + externalBytes };
    }
  }
}

function probe(request: ProbeRequest): ProbeMeasurement {
  const { target, pages } = request;
  const backend = backends.find((own) => executes(own, target));
  if (backend === undefined) throw new Error(`no loaded backend executes ${target}`);
  const device = { backend, target, pages, nowMs: () => performance.now() };
  return { ...measureCaches(device, request), cpu: ownCpu(readText) };
}

function loaded(): Measurer {
  if (measurer === null) throw new Error('a request before the backends are loaded');
  return measurer;
}
