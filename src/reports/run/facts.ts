import type { Analysis } from '../../analysis/analysis.js';
import { lastLevelText } from '../../analysis/cells/last-level-text.js';
import { verdictRule } from '../../analysis/cells/verdict-rule.js';
import { axisOf } from '../../model/axes.js';
import type { Machine } from '../../model/machine.js';
import type { BackendSession, ThreadTeamFacts, WorkspacePages } from '../../model/session.js';
import { cacheStates, type CacheState } from '../../model/vocabulary.js';
import { algorithmOf, usesNonTemporalStores } from '../../softmax/algorithms.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatSignificant,
} from '../../units.js';
import { threadsText } from '../shared/threads-text.js';

/** A name and what it is. */
export type Fact = readonly [name: string, value: string];

/** What the machine is. */
export function machineFacts(machine: Machine): readonly Fact[] {
  const caches = machine.caches.map(
    ({ level, sizeBytes, sharedByCpuCount }) =>
      `L${level} ${formatBytes(sizeBytes)}${sharedByCpuCount > 1 ? ` for ${sharedByCpuCount} CPUs` : ''}`,
  );
  const { memoryBytes, pageSizeBytes } = machine;
  return [
    [
      'CPU',
      `${machine.cpuModel} (${machine.architecture}), ${machine.logicalCpuCount} logical CPUs`,
    ],
    ['instruction sets', machine.isaFeatures.join(', ') || 'none known'],
    [
      machine.reportedLastLevelCacheBytes === null ? 'caches (assumed)' : 'caches',
      caches.join(', '),
    ],
    ['LLC', lastLevelText(machine).replace('LLC: ', '')],
    ['memory', `${formatBytes(memoryBytes)}, pages of ${formatBytes(pageSizeBytes)}`],
    [
      'virtual machine',
      machine.hypervisor === null ? 'none seen' : `yes, hypervisor ${machine.hypervisor}`,
    ],
    ['system', `${machine.operatingSystem}, Node ${machine.nodeVersion}`],
  ];
}

/** How the run measured, and the words that its tables use. */
export function protocolFacts({ study, run, protocol, sweeps, cells }: Analysis): readonly Fact[] {
  const { config, session, roundCounts } = protocol;
  const commit = run.tool.gitCommit === null ? '' : ` (${run.tool.gitCommit.slice(0, 12)})`;
  const rounds = roundCounts === null ? 'no round' : roundsText(roundCounts.low, roundCounts.high);
  const hasNonTemporal = cells.some(({ implementation }) =>
    usesNonTemporalStores(algorithmOf(implementation)),
  );
  return [
    ['study', study.title],
    ['tool', `${run.tool.name} ${run.tool.version}${commit}`],
    ['started', startText(run)],
    ['run', run.label === null ? run.runId : `${run.label}, ${run.runId}`],
    [
      'measured',
      `${formatCount(protocol.measuredCellCount)} configurations, ` +
        `${formatCount(protocol.sampleCount)} samples, ${rounds}, seeded shuffle (seed ${config.seed})`,
    ],
    ...(protocol.allocation === null
      ? []
      : [['scheduler', allocationText(protocol.allocation)] as const]),
    ...(protocol.profiles.length === 0
      ? []
      : [['variants', protocol.profiles.map(profileText).join('; ')] as const]),
    ['input', inputText(config.input)],
    ...cacheStates
      .filter((state) => sweeps.some(({ cacheState }) => cacheState === state))
      .map((state): Fact => [axisOf('cacheState').text(state), cacheStateTexts[state]]),
    ...(session?.backends ?? []).flatMap(backendFacts),
    ['verified', verifiedText(protocol)],
    ['limit', verdictRule],
    ...(hasNonTemporal
      ? [
          [
            'NT stores (-nt)',
            'non-temporal (streaming) stores: they write to memory without reading the line first',
          ] as const,
        ]
      : []),
  ];
}

/** `default: zen-4`; a default that is not for this family of CPUs is worth tuning. */
function profileText({ variants, profile, isOfThisCpu }: Analysis['protocol']['profiles'][number]) {
  const isTunable = variants === 'default' && !isOfThisCpu;
  const name = variants === profile ? variants : `${variants}: ${profile}`;
  return isTunable ? `${name}, not of this CPU; softmax-bench tune finds its own` : name;
}

/** `Slurm, 4 CPUs, 8 GiB, the whole node`. */
function allocationText({
  scheduler,
  cpuCount,
  memoryBytes,
  isExclusive,
}: NonNullable<Analysis['protocol']['allocation']>): string {
  return [
    scheduler === 'slurm' ? 'Slurm' : 'Kubernetes',
    ...(cpuCount === null ? [] : [`${formatSignificant(cpuCount).replace(/\.0+$/, '')} CPUs`]),
    ...(memoryBytes === null ? [] : [formatBytes(memoryBytes)]),
    isExclusive === null
      ? 'other jobs on the node unknown'
      : isExclusive
        ? 'the whole node'
        : 'a node shared with other jobs',
  ].join(', ');
}

function startText({ startedAtUtc, resumedAtUtc, isComplete }: Analysis['run']): string {
  const resumed = resumedAtUtc.map((instant) => `, resumed ${instant}`).join('');
  return `${startedAtUtc}${resumed}${isComplete ? '' : ', interrupted'}`;
}

const cacheStateTexts: Readonly<Record<CacheState, string>> = {
  'cold-output': 'before each sample x is in cache, if it fits, and y is not',
  warm: 'before each sample x and y are in cache, if they fit',
  cold: 'before each sample neither x nor y is in cache',
};

function backendFacts({ name, origin, clock, denormals, workspaces }: BackendSession): Fact[] {
  const from = origin === null ? '' : `${origin}, `;
  const overhead = `${formatSignificant(clock.overheadNs)} ns overhead, subtracted`;
  return [
    [`${name} kernels`, `${from}clock ${clock.source} (${overhead}), denormals ${denormals}`],
    ...(workspaces.length === 0
      ? []
      : [[`${name} memory`, workspaces.map(workspaceText).join('; ')] as const]),
  ];
}

/** What was requested, and what the system gave. */
function workspaceText({
  pages,
  pageSizeBytes,
  bytes,
  hugePageBytes,
  team,
}: WorkspacePages): string {
  const given = `${formatBytes(bytes)} in pages of ${formatBytes(pageSizeBytes)}`;
  const transparent =
    hugePageBytes === null || bytes === 0
      ? ''
      : `, ${formatPercent(hugePageBytes / bytes)} of it in transparent huge pages`;
  const threads = team == null ? '' : `, ${teamText(team)}`;
  return `${axisOf('pages').text(pages)}${threads}: ${given}${transparent}`;
}

/** `16 threads, weak scaling, compact, pinned, barrier 1.50 us`. */
function teamText({ placement, scaling, cpus, isPinned, barriers }: ThreadTeamFacts): string {
  const last = barriers.at(-1);
  return [
    threadsText({ threadCount: cpus.length, scaling, placement }),
    isPinned ? 'pinned' : 'not pinned',
    ...(last === undefined ? [] : [`barrier ${formatDuration(last.barrierNs)}`]),
  ].join(', ');
}

function verifiedText({ maxUlpError, maxZeroOutputShare }: Analysis['protocol']): string {
  if (maxUlpError === null) return 'no output was verified';
  const error = `before timing: max error ${formatSignificant(maxUlpError)} ulp against float64`;
  if (maxZeroOutputShare === null) return error;
  return maxZeroOutputShare === 0
    ? `${error}; no output underflowed`
    : `${error}; at most ${formatPercent(maxZeroOutputShare)} of outputs underflowed to 0`;
}

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
