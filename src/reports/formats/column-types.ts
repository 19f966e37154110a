/** How a column is stored where columns have types. */
export type ColumnType = 'text' | 'boolean' | 'timestamp' | 'int32' | 'int64' | 'double';

const namesOfType: Readonly<Record<Exclude<ColumnType, 'double'>, readonly string[]>> = {
  text: [
    ...['runId', 'label', 'cpuModel', 'machineId', 'toolVersion', 'input', 'region', 'flags'],
    ...['operation', 'implementation', 'target', 'elementType', 'cacheState', 'placement'],
    ...[
      'scaling',
      'pages',
      'profile',
      'verdict',
      'over',
      'classification',
      'pass',
      'store',
      'reads',
    ],
    ...['writes', 'kind', 'title', 'version', 'memory', 'against', 'againstTarget'],
    ...['build', 'architecture', 'hypervisor', 'operatingSystem', 'study', 'headline'],
    ...['bestInDram', 'headlineGainOver', 'breakEven', 'comparedRun', 'comparedSweep'],
    ...['comparedLayout', 'comparedNumbers'],
  ],
  boolean: ['isTransition', 'isOutOfCache', 'isComplete'],
  timestamp: ['startedAtUtc'],
  int32: [
    'logicalCpuCount',
    'threadCount',
    'sampleCount',
    'roundCount',
    'passIndex',
    'sampleIndex',
    'round',
  ],
  int64: [
    ...['seed', 'rows', 'columns', 'workingSetBytes', 'batchCount'],
    ...['memoryBytes', 'lastLevelBytes', 'breakEvenLowElements', 'breakEvenHighElements'],
    ...['involuntaryContextSwitches', 'minorPageFaults', 'majorPageFaults'],
  ],
};

const typeByName = new Map(
  Object.entries(namesOfType).flatMap(([type, names]) =>
    names.map((name) => [name, type as ColumnType] as const),
  ),
);

/** The type of a column of any table, by its name in camelCase: what is not listed is a number with a fraction. */
export function columnTypeOf(name: string): ColumnType {
  return typeByName.get(name) ?? 'double';
}
