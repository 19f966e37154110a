import type { ResultDocument } from '../model/result.js';

type Origin = Pick<ResultDocument, 'machine' | 'tool'>;

/**
 * What may differ and changes no sample: the build id stands for the code that measures, not the commit. A
 * resumed run does not probe; it keeps the cache size of its document.
 */
const ignoredFields = [
  'memoryBytes',
  'gitCommit',
  'lastLevelCacheBytes',
  'lastLevelCacheSource',
  'cacheProbe',
];

/** `field was this, is that` for each field in which machine and build differ; empty if none does. */
export function differencesBetween(before: Origin, now: Origin): readonly string[] {
  return [
    ...differingFields(before.tool, now.tool),
    ...differingFields(before.machine, now.machine),
  ];
}

function differingFields(before: object, now: object): readonly string[] {
  const current = new Map<string, unknown>(Object.entries(now));
  return Object.entries(before).flatMap(([name, value]) => {
    const [was, is] = [value, current.get(name)].map((field) => JSON.stringify(field));
    return was === is || ignoredFields.includes(name) ? [] : [`${name} was ${was}, is ${is}`];
  });
}
