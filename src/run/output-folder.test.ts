import { join } from 'node:path';
import { expect, it } from 'vitest';

import { defaultOutputFolder } from './output-folder.js';

it.each([
  ['Intel(R) Xeon(R) W-2135 CPU @ 3.70GHz', 'intel-xeon-w-2135'],
  ['AMD EPYC 9755 128-Core Processor', 'amd-epyc-9755-128-core'],
  ['', 'unknown-cpu'],
])('the default output folder of %j names the processor and the second', (model, slug) => {
  const startedAt = new Date('2026-01-02T03:04:05.678Z');
  expect(defaultOutputFolder(model, startedAt)).toBe(join('results', `${slug}-20260102T030405Z`));
});
