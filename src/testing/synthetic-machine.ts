import { oneRow, workingSetOf } from '../model/problem.js';
import type { ResultDocument } from '../model/result.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { trafficOf } from '../softmax/traffic.js';
import { createRandom } from '../statistics/random.js';
import { fixtureMachine } from './fixture-document.js';
import { syntheticDocument, type SyntheticRun } from './synthetic-document.js';

/** A machine whose truth is known, and one of its runs. */
export interface SyntheticMachine {
  readonly name: string;
  /** Speed over that of the machine of speed 1, at everything. */
  readonly speed?: number;
  readonly lastLevelBytes?: number;
  /** Standard deviation, as a share, of what all cells of a run are slowed by. */
  readonly runDrift?: number;
  /** Distinguishes runs. */
  readonly seed?: number;
  readonly build?: string;
  readonly algorithms?: readonly string[];
  readonly elementCounts?: readonly number[];
  readonly roundCount?: number;
}

const defaultAlgorithms = [
  'three-pass-recompute',
  'three-pass-reload',
  'two-pass',
  'copy',
  'read',
  'two-pass-skeleton',
];
const defaultElementCounts = [1 << 10, 1 << 14, 1 << 17, 1 << 19, 1 << 23, 1 << 25];

/** A run of that machine; the same one for the same parameters. */
export function syntheticRun({
  name,
  speed = 1,
  lastLevelBytes = 8 << 20,
  runDrift = 0,
  seed = 1,
  build = 'build-a',
  algorithms = defaultAlgorithms,
  elementCounts = defaultElementCounts,
  roundCount = 24,
}: SyntheticMachine): ResultDocument {
  const random = createRandom(seed, 77);
  // The sum of twelve uniform numbers is close to normal, with a variance of 1.
  const normal = Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  const drift = 1 + runDrift * normal;
  const [l1, l2, l3] = fixtureMachine.caches;
  const caches = [l1!, l2!, { ...l3!, sizeBytes: lastLevelBytes }];
  const trueNs: SyntheticRun['trueNs'] = (algorithm, elementCount) => {
    const problem = oneRow(elementCount);
    const { busBytes, passBytes } = trafficOf(algorithmOf(algorithm), problem);
    const workingSetBytes = workingSetOf(problem);
    const bytesPerNs =
      workingSetBytes <= 48 << 10 ? 200 : workingSetBytes <= lastLevelBytes ? 80 : 16;
    return (((busBytes ?? passBytes) / bytesPerNs) * drift) / speed;
  };
  const document = syntheticDocument({
    trueNs,
    algorithms,
    elementCounts,
    roundCount,
    // As many as `default` takes.
    processCount: Math.min(6, roundCount),
    seed,
    machine: { cpuModel: name, caches, lastLevelCacheBytes: lastLevelBytes },
  });
  const startedAt = new Date(Date.parse(document.startedAtUtc) + seed * 60_000);
  return {
    ...document,
    startedAtUtc: startedAt.toISOString(),
    tool: { ...document.tool, buildId: build },
  };
}
