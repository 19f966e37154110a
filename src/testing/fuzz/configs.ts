import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadRunConfig } from '../../config/load-config.js';
import type { TargetStatus } from '../../model/target-status.js';
import { makePlan } from '../../plan/make-plan.js';
import { findProfiles } from '../../run/find-profiles.js';
import { problemOf } from '../../storage/parse-document.js';
import { fixtureDocument, fixtureMachine } from '../fixture-document.js';
import { plannedBackend } from '../planned-backend.js';
import { hostileTexts, oneOf, refusalProblem, some, type FuzzKind } from './kind.js';
import { applied, valueEdit, type ValueEdit } from './results.js';

const good = {
  algorithms: ['softmax', 'two-pass', 'copy'],
  targets: ['best', 'js'],
  sizes: [1000, '4Ki..1Mi:4'],
  cacheStates: ['cold-output', 'warm'],
  input: { distribution: 'uniform', low: -1, high: 1 },
  seed: 7,
  rounds: { minimum: 3, maximum: 9 },
  samplesPerRound: 3,
  budgetSeconds: 60,
  precisionPercent: 1,
  precisionPercentInCache: 1,
  processes: 2,
  aaOnly: false,
  perPass: true,
  threads: [1, 'cores'],
  placements: ['compact', 'list:0-3'],
  scalings: ['weak', 'strong'],
  pages: ['default'],
  threadSizes: 'largest',
  variants: ['default', 'paper', 'zen-4'],
  lastLevelCacheBytes: '32Mi',
  probe: false,
};
const sweep = {
  fromWorkingSetBytes: 4096,
  toCacheMultiple: 4,
  pointsPerOctave: 2,
  pointsPerOctaveAtEdges: 4,
  maxArrayBytes: null,
};

const shapes = { sizes: undefined, shapes: ['512x128256', '3x100:128', 'vision'] };

const targets: readonly TargetStatus[] = ['avx2', 'scalar', 'js'].map((target) => ({
  target: target as TargetStatus['target'],
  available: true,
  reason: null,
}));
const backends = [
  plannedBackend({ name: 'native', targets: targets.slice(0, 2) }),
  plannedBackend({ name: 'js', targets: targets.slice(2) }, ['ordinary']),
];

/** A config file of which keys hold other values, as JSON or damaged. */
export const configKind: FuzzKind<ValueEdit> = {
  name: 'config',
  draw: (random) => {
    const base = oneOf(random, [good, { ...good, sizes: sweep }, { ...good, ...shapes }]);
    return [
      { path: ['sizes'], value: base.sizes },
      ...('shapes' in base ? [{ path: ['shapes'], value: base.shapes }] : []),
      ...some(random, () => valueEdit(random, base)),
      ...(random() < 0.1 ? [{ path: ['text'], value: oneOf(random, hostileTexts) }] : []),
    ];
  },
  check: (edits) => {
    const json = edits.reduce<unknown>(applied, good);
    const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-fuzz-'));
    try {
      const path = join(folder, 'config.json');
      writeFileSync(path, JSON.stringify(json));
      return planProblem(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** A plan that is made must fit into a result. */
function planProblem(path: string): string | null {
  try {
    const config = loadRunConfig({ preset: null, file: path, overrides: {} });
    const { plan, skipped } = makePlan({
      config,
      machine: fixtureMachine,
      backends,
      targets,
      memoryLimitBytes: 2 ** 33,
      hugetlbPool: null,
      externals: [],
      profiles: findProfiles(config.variants, fixtureMachine, null),
    });
    const outcomes = skipped.map((cell) => ({ status: 'skipped' as const, ...cell }));
    const problem = problemOf({ ...fixtureDocument(), plan, outcomes });
    return problem === null ? null : `the result ${problem}`;
  } catch (error) {
    return refusalProblem(error);
  }
}
