import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { builtInProfiles, readProfile } from '../../config/built-in-profiles.js';
import { findProfiles } from '../../run/find-profiles.js';
import { problemsOfProfile } from '../../softmax/profile-problems.js';
import { fixtureMachine } from '../fixture-document.js';
import { plannedBackend } from '../planned-backend.js';
import { oneOf, refusalProblem, some, type FuzzKind } from './kind.js';
import { applied, valueEdit, type ValueEdit } from './results.js';

const cpu = { vendor: 'AuthenticAMD', family: 25, model: 17, features: ['avx512f'] };
const gain = { ratio: 1.2, low: 1.1, high: 1.3, rounds: 20, processes: 4 };
const over = { vectorBits: 256, unroll: 2, accumulators: 1, prefetchBytes: 0 };
const good = {
  format: 'softmax-bench profile',
  version: 1,
  name: 'mine',
  extends: 'zen-4',
  match: cpu,
  madeBy: {
    toolVersion: '0.1.0',
    createdAtUtc: '2026-01-01T00:00:00.000Z',
    cpuModel: 'AMD EPYC',
    cpu,
    lastLevelCacheBytes: 2 ** 25,
    seconds: 60,
    seed: 1,
  },
  rules: [
    { targets: ['avx2'], passes: ['copy'], stores: ['ordinary'], levels: ['L1'], ...over, gain },
    { threads: 'several', vectorBits: 'widest', prefetchBytes: 4096, notes: 'as measured' },
  ],
  kept: [
    {
      ...{ target: 'avx2', pass: 'max', store: 'ordinary', level: 'DRAM', threads: 'one' },
      ...{ gain: null, over },
    },
  ],
};
const backend = plannedBackend({ name: 'native', targets: [] });

/** A profile of variants of which keys hold other values. */
export const profileKind: FuzzKind<ValueEdit> = {
  name: 'profile',
  draw: (random) =>
    some(random, () =>
      random() < 0.1
        ? { path: ['extends'], value: oneOf(random, ['mine', 'paper', 'generic', 'none']) }
        : valueEdit(random, good),
    ),
  check: (edits) => {
    const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-fuzz-'));
    try {
      const path = join(folder, 'mine.json');
      writeFileSync(path, JSON.stringify(edits.reduce<unknown>(applied, good)));
      findProfiles(['default', path], fixtureMachine, cpu);
      const problems = problemsOfProfile(readProfile(path), {
        profiles: builtInProfiles(),
        targets: ['avx2'],
        variants: backend.variants,
      });
      return problems.find((text) => text.length > 2000) ?? null;
    } catch (error) {
      return refusalProblem(error);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
