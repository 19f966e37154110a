import type { Analysis } from '../../analysis/analysis.js';
import { cacheStates, type CacheState } from '../../model/vocabulary.js';
import type { Machine } from '../../model/machine.js';
import { formatBytes, formatCount, formatPercent, formatSignificant } from '../../units.js';

/** A name and what it is. */
export type Fact = readonly [name: string, value: string];

/** What the machine is. */
export function machineFacts(machine: Machine): readonly Fact[] {
  const caches = machine.caches.map(
    ({ level, sizeBytes, sharedByCpuCount }) =>
      `L${level} ${formatBytes(sizeBytes)}${sharedByCpuCount > 1 ? ` for ${sharedByCpuCount} CPUs` : ''}`,
  );
  const lastLevel = `${formatBytes(machine.lastLevelCacheBytes)} (${machine.lastLevelCacheSource})`;
  return [
    [
      'CPU',
      `${machine.cpuModel} (${machine.architecture}), ${machine.logicalCpuCount} logical CPUs`,
    ],
    [
      'instruction sets',
      machine.isaFeatures.length > 0 ? machine.isaFeatures.join(', ') : 'none known',
    ],
    ['caches', caches.length > 0 ? caches.join(', ') : 'not known'],
    ['last-level cache reckoned with', lastLevel],
    [
      'memory',
      `${formatBytes(machine.memoryBytes)}, pages of ${formatBytes(machine.pageSizeBytes)}`,
    ],
    [
      'virtual machine',
      machine.hypervisor === null ? 'no' : `yes, hypervisor ${machine.hypervisor}`,
    ],
    ['system', `${machine.operatingSystem}, Node ${machine.nodeVersion}`],
  ];
}

/** How was measured. */
export function protocolFacts({ run, protocol, groups }: Analysis): readonly Fact[] {
  const { config, session, roundCounts, maxUlpError, maxZeroOutputShare } = protocol;
  const commit = run.tool.gitCommit === null ? '' : ` (${run.tool.gitCommit.slice(0, 12)})`;
  const rounds = roundCounts === null ? 'no round' : roundsText(roundCounts.low, roundCounts.high);
  return [
    ['tool', `${run.tool.name} ${run.tool.version}${commit}`],
    ['started', startText(run)],
    ['run', run.label === null ? run.runId : `${run.label}, ${run.runId}`],
    [
      'measured',
      `${formatCount(protocol.measuredCellCount)} cells, ${formatCount(protocol.sampleCount)} samples, ` +
        `${rounds} in seeded, shuffled order (seed ${config.seed})`,
    ],
    ['input', inputText(config.input)],
    ...cacheStates
      .filter((state) => groups.some(({ cacheState }) => cacheState === state))
      .map((state): Fact => [`cache state ${state}`, cacheStateTexts[state]]),
    ...(session?.backends ?? []).map(({ name, origin, clock, denormals, hugePageBytes }): Fact => [
      `${name} kernels`,
      `${origin === null ? '' : `${origin}, `}clock ${clock.source} (${formatSignificant(clock.overheadNs)} ns, subtracted), denormals ` +
        `${denormals}${hugePageBytes === null ? '' : `, ${formatBytes(hugePageBytes)} in huge pages`}`,
    ]),
    [
      'verified',
      maxUlpError === null
        ? 'no softmax output was verified'
        : `against float64 before timing: at most ${formatSignificant(maxUlpError)} ulp off, at most ` +
          `${formatPercent(maxZeroOutputShare ?? Number.NaN)} of outputs 0`,
    ],
  ];
}

function startText({ startedAtUtc, resumedAtUtc, isComplete }: Analysis['run']): string {
  const resumed = resumedAtUtc.map((instant) => `, resumed ${instant}`).join('');
  return `${startedAtUtc}${resumed}${isComplete ? '' : ', interrupted'}`;
}

const cacheStateTexts: Readonly<Record<CacheState, string>> = {
  paper: 'before each sample x is in cache as far as it fits, y is not',
  warm: 'x and y are in cache as far as they fit',
  cold: 'neither x nor y is in cache',
};

function inputText(input: Analysis['protocol']['config']['input']): string {
  switch (input.distribution) {
    case 'normal':
      return `normal, mean ${input.mean}, standard deviation ${input.standardDeviation}`;
    case 'uniform':
      return `uniform on (${input.low}, ${input.high})`;
    case 'constant':
      return `constant ${input.value}`;
  }
}

function roundsText(low: number, high: number): string {
  if (low < high) return `${formatCount(low)} to ${formatCount(high)} rounds`;
  return low === 1 ? '1 round' : `${formatCount(low)} rounds`;
}
